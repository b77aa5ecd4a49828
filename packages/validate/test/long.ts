/**
 * The differential tests for as long as one likes: `node packages/validate/test/long.ts 1000000` compares both kernels with
 * the oracle on that many random files (100,000 unless told), then with the exact check on random templates.
 */
import { batchesAreOracle, cutsDoNotMatter, engineIsOracle } from './differential.ts';
import { anyTemplate } from './kernel/any-template.ts';

const files = Number(process.argv[2] ?? 100_000);
const fewer = Math.ceil(files / 25);
await engineIsOracle(files);
console.log(`${files} files: each kernel finds what the oracle finds.`);
await batchesAreOracle(fewer);
console.log(`${fewer} longer files: the same.`);
await cutsDoNotMatter(fewer);
console.log(`${fewer} files: how they are cut does not matter.`);
await anyTemplate(fewer, 'short');
await anyTemplate(Math.ceil(fewer / 10), 'long');
console.log(`${fewer} templates with some files each: each kernel finds what the exact check finds.`);
