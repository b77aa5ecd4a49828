import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCache, writeCache } from './cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'garner-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('gives back what was kept, and undefined for the rest', () => {
  writeCache(join(folder, 'new'), 'a', { 'styles.css': 'é' });
  expect(readCache(join(folder, 'new'), 'a')).toEqual({ 'styles.css': 'é' });
  expect(readCache(join(folder, 'new'), 'b')).toBeUndefined();
  expect(readCache(join(folder, 'nowhere'), 'a')).toBeUndefined();
});

test('keeps the twenty newest', () => {
  for (let index = 0; index < 25; index++) {
    writeCache(folder, `k${index}`, index);
    utimesSync(join(folder, `assets-k${index}.json`), 1000 + index, 1000 + index);
  }
  expect(readdirSync(folder)).toHaveLength(20);
  expect(readCache(folder, 'k24')).toBe(24);
  expect(readCache(folder, 'k4')).toBeUndefined();
});
