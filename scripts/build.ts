/**
 * Builds what is published: the kernel into the engine's source, then the package @garner/validate into
 * packages/validate/dist. `npm pack ./packages/validate/dist` makes the file to publish.
 */
import { join } from 'node:path';
import { buildKernel } from './build-kernel.ts';
import { buildPackage } from './build-package.ts';

try {
  buildKernel();
  const { name, version } = await buildPackage(join(import.meta.dirname, '../packages/validate/dist'));
  console.log(`Package: ${name} ${version}, in packages/validate/dist`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
