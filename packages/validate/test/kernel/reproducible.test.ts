import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');
const COMPILER = join(ROOT, 'packages/validate/kernel/node_modules/assemblyscript');
const installed = existsSync(COMPILER);
if (!installed) {
  console.log(
    'The compiler of the kernel is not installed (packages/validate/kernel): that its source makes it is not tested.',
  );
}

test.runIf(installed)(
  'the source of the kernel makes the very kernel that is in the tree',
  () => {
    const script = `
    const { compileKernel, kernelModule } = await import(process.argv[1]);
    process.stdout.write(kernelModule(compileKernel()));
  `;
    const builder = new URL(`file://${join(ROOT, 'scripts/build-kernel.ts')}`).href;
    const made = execFileSync(process.execPath, ['--input-type=module', '-e', script, builder], { encoding: 'utf8' });
    expect(made === readFileSync(join(ROOT, 'packages/validate/src/kernel/kernel.generated.ts'), 'utf8')).toBe(true);
  },
  120_000,
);
