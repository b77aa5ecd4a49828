import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSecrets, secretsFrom } from './secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-secrets-'));
});
afterEach(() => rm(folder, { recursive: true }));

const secrets = secretsFrom(Buffer.from('one secret of this test, long enough'));
const plain = Buffer.from('JBSWY3DPEHPK3PXP');

test('what was sealed opens again, at its own place and with the same secret only', () => {
  const sealed = secrets.seal('authenticator 7', plain);
  expect(sealed.includes(plain)).toBe(false);
  expect(secrets.open('authenticator 7', sealed)).toEqual(plain);
  expect(secrets.seal('authenticator 7', plain)).not.toEqual(sealed);
  expect(() => secrets.open('authenticator 8', sealed)).toThrow();
  expect(() => secretsFrom(Buffer.from('another')).open('authenticator 7', sealed)).toThrow();
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 1;
    expect(() => secrets.open('authenticator 7', changed)).toThrow();
  }
  for (let length = 0; length < 28; length++) {
    expect(() => secrets.open('authenticator 7', sealed.subarray(0, length))).toThrow('cut short');
  }
});

test('each purpose has a key of its own', () => {
  expect(secrets.key('a')).toHaveLength(32);
  expect(secrets.key('a')).toEqual(secrets.key('a'));
  expect(secrets.key('a')).not.toEqual(secrets.key('b'));
  expect(secrets.sign('a', 'text')).not.toBe(secrets.sign('b', 'text'));
});

test('a secret that nobody gave is made once, for its owner alone', async () => {
  const made = await Promise.all([openSecrets(undefined, folder), openSecrets(undefined, folder)]);
  const again = await openSecrets(undefined, folder);
  for (const one of made) expect(one.key('a')).toEqual(again.key('a'));
  const path = join(folder, 'secret.key');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await readFile(path, 'utf8')).length).toBeGreaterThanOrEqual(64);
});

test('a secret file that was cut short is refused', async () => {
  await writeFile(join(folder, 'secret.key'), 'short');
  await expect(openSecrets(undefined, folder)).rejects.toThrow(/too short/);
});
