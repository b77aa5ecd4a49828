import { test } from 'vitest';
import { anyTemplate } from './any-template.ts';

test(
  'short files of random templates: each kernel finds what the exact check finds',
  () => anyTemplate(500, 'short'),
  180_000,
);

test('long files of random templates: the same', () => anyTemplate(100, 'long'), 180_000);
