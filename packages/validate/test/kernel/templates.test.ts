import { test } from 'vitest';
import { anyTemplate } from './any-template.ts';

test(
  'short files of random templates: each kernel finds what the exact check finds',
  () => anyTemplate(1500, 'short'),
  120_000,
);

test('long files of random templates', () => anyTemplate(60, 'long'), 120_000);
