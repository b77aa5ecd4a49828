import { test } from 'vitest';
import { cutsDoNotMatter } from './differential.ts';

/** Enough to meet every kind of fault, few enough for a slow machine; `long.ts` runs as many as it is told. */
const CUT_FILES = 400;

test('findings and summary do not depend on how the file is cut', () => cutsDoNotMatter(CUT_FILES), 120_000);
