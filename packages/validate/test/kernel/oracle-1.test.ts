import { test } from 'vitest';
import { engineIsOracle } from '../differential.ts';

// A quarter of the 100,000 files that are compared each time; they are in four test files, which run side by side.
test('each kernel finds what the naive reading finds', () => engineIsOracle(25_000), 300_000);
