import { test } from 'vitest';
import { cutsDoNotMatter, engineIsOracle } from './differential.ts';

/** Enough to meet every kind of fault, few enough for a slow machine; `long.ts` runs as many as it is told. */
const FILES = 4000;
const CUT_FILES = 150;

test('the engine finds what the naive reading finds', () => engineIsOracle(FILES));

test('findings and summary do not depend on how the file is cut', () => cutsDoNotMatter(CUT_FILES));
