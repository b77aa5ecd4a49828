import { test } from 'vitest';
import { batchesAreOracle } from '../differential.ts';

test('many usual rows at a time, each kernel finds what the naive reading finds', () => batchesAreOracle(400), 300_000);
