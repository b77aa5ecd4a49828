/** Builds the checking kernel: packages/validate/kernel/*.ts (AssemblyScript) → packages/validate/src/kernel/kernel.generated.ts. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAYOUT } from '../packages/validate/src/kernel/layout.ts';

const SOURCE = join(import.meta.dirname, '../packages/validate/kernel');
const TARGET = join(import.meta.dirname, '../packages/validate/src/kernel/kernel.generated.ts');

/** The compiled kernel. Installs the compiler, pinned by its own lock file, where it is not there yet. */
export function compileKernel(): Buffer {
  const compiler = join(SOURCE, 'node_modules/assemblyscript/bin/asc.js');
  if (!existsSync(compiler)) {
    console.log('Installing the compiler of the kernel…');
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: SOURCE,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'garner-kernel-'));
  try {
    const out = join(folder, 'kernel.wasm');
    const options = [
      '-O3',
      '--converge',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
      '--memoryBase',
      String(LAYOUT.STATICS),
    ];
    const features = ['--enable', 'simd', '--enable', 'bulk-memory'];
    execFileSync(process.execPath, [compiler, 'index.ts', ...options, ...features, '--outFile', out], {
      cwd: SOURCE,
      // Warnings about conversions that are meant; errors come with the exception.
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The module that holds it. */
export function kernelModule(wasm: Buffer): string {
  const note = '/** The kernel as built from packages/validate/kernel by `npm run build`; do not change by hand. */';
  return `${note}\nexport const KERNEL_BASE64 =\n  '${wasm.toString('base64')}';\n`;
}

export function buildKernel(): void {
  const wasm = compileKernel();
  writeFileSync(TARGET, kernelModule(wasm));
  console.log(`Kernel: ${wasm.length} bytes`);
}

if (import.meta.main) buildKernel();
