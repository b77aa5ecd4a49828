import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimFolder } from './claim.ts';
import { child, garnerWords } from './fixtures/child.ts';
import { temporaryFolder } from './fixtures/temporary.ts';
import { isRoot } from './run-as.ts';

test('a second claim in the same process is refused, with the process named', async () => {
  await using place = await temporaryFolder();
  const folder = join(place.path, 'data');
  await using _claim = await claimFolder(folder);
  await expect(claimFolder(join(folder, '..', 'data'))).rejects.toMatchObject({
    name: 'CannotStartError',
    message: `Garner is already running on the folder ${folder} (process ${process.pid}). Stop it first, or set GARNER_DATA to another folder.`,
  });
});

test('a claim that was let go can be taken again', async () => {
  await using place = await temporaryFolder();
  for (const _ of [1, 2]) {
    await using claim = await claimFolder(place.path);
    expect(claim.folder).toBe(place.path);
  }
});

test('of many that start at the same instant exactly one wins, and the others name it', async () => {
  await using place = await temporaryFolder();
  await using all = new AsyncDisposableStack();
  const folder = join(place.path, 'data');
  const children = Array.from({ length: 8 }, () => all.use(child(garnerWords('claim', folder))));
  await Promise.all(children.map((each) => each.line(/^ready$/)));
  for (const each of children) each.process.stdin?.write('go\n');
  const said = await Promise.all(children.map((each) => each.line(/^won$|^CannotStartError/)));
  const winner = children[said.indexOf('won')];
  expect(said.filter((line) => line === 'won')).toHaveLength(1);
  expect(said.filter((line) => line.includes(`(process ${winner?.process.pid})`))).toHaveLength(7);
});

test('the kernel lets go of the claim of a killed process', async () => {
  await using place = await temporaryFolder();
  await using holder = child(garnerWords('claim', place.path));
  holder.process.stdin?.write('go\n');
  await holder.line(/^won$/);
  await expect(claimFolder(place.path)).rejects.toThrow(`(process ${holder.process.pid})`);
  holder.process.kill('SIGKILL');
  await holder.ended;
  await using claim = await claimFolder(place.path);
  expect(claim.folder).toBe(place.path);
});

test('a frozen holder still holds', async () => {
  await using place = await temporaryFolder();
  await using holder = child(garnerWords('claim', place.path));
  holder.process.stdin?.write('go\n');
  await holder.line(/^won$/);
  holder.process.kill('SIGSTOP');
  await expect(claimFolder(place.path)).rejects.toThrow(`already running on the folder ${place.path}.`);
});

test('a new folder is private; root lets the server pass through', async () => {
  await using place = await temporaryFolder();
  const folder = join(place.path, 'a', 'b');
  await using _claim = await claimFolder(folder);
  const modes = [folder, join(folder, '..')].map(async (path) => (await stat(path)).mode & 0o777);
  const expected = isRoot() ? 0o711 : 0o700;
  expect(await Promise.all(modes)).toEqual([expected, expected]);
});

test('a file in the place of the folder, or in its path, is said in words', async () => {
  await using place = await temporaryFolder();
  const file = join(place.path, 'file');
  await writeFile(file, '');
  for (const folder of [file, join(file, 'data')]) {
    await expect(claimFolder(folder)).rejects.toMatchObject({
      name: 'CannotStartError',
      message: expect.stringContaining(`${folder} cannot be a folder, because a file is in its place`),
    });
  }
});

test.skipIf(isRoot())(
  'a folder that may not be written is said in words (not as root, who may write anywhere)',
  async () => {
    await using place = await temporaryFolder(0o555);
    await expect(claimFolder(place.path)).rejects.toThrow(`may not write in the folder ${place.path}`);
    await expect(claimFolder(join(place.path, 'data'))).rejects.toThrow('may not write in the folder');
  },
);
