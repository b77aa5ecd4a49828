/**
 * The differential tests for as long as one likes: `node packages/validate/test/long.ts 1000000` compares the engine with
 * the oracle on that many random files (100,000 unless told).
 */
import { cutsDoNotMatter, engineIsOracle } from './differential.ts';

const files = Number(process.argv[2] ?? 100_000);
await engineIsOracle(files);
console.log(`${files} files: the engine finds what the oracle finds.`);
await cutsDoNotMatter(Math.ceil(files / 25));
console.log(`${Math.ceil(files / 25)} files: how they are cut does not matter.`);
