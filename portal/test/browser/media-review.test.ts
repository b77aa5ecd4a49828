import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { zip } from '../../src/platform/scan/testing/zip-writer.ts';
import { HELEN, type MediaStage, nameOf, openMediaStage, speechFile } from '../media/stage.ts';
import { allSent, asked, chooseFiles, drop, line, reviewed, standings, upload } from './media-steps.ts';
import { button, focused } from './steps.ts';

let stage: MediaStage;

beforeAll(async () => {
  stage = await openMediaStage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

/** The numbers of the candidates of each file that is there, by its name. */
async function tags(): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = await stage.garner.context.db
    .selectFrom('media_file as file')
    .leftJoin('media_tag as tag', 'tag.file_id', 'file.id')
    .leftJoin('media_candidate as candidate', 'candidate.id', 'tag.candidate_id')
    .select(['file.name', 'file.role', 'candidate.number'])
    .orderBy('candidate.number')
    .execute();
  const all: Record<string, string[]> = {};
  for (const { name, number } of rows) (all[name] ??= []).push(...(number === null ? [] : [number]));
  return all;
}

/** A folder of files on disk, by their paths in it; gives the path of the folder. */
async function folder(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const root = join(dirname(await stage.file('beside.txt', '')), 'drop');
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

test('what is not for this component is said before a byte is sent, left out, and can be put right', async () => {
  const page = await stage.openFiles(HELEN);
  const requests = asked(page);
  const sent = () => requests.filter((one) => !one.startsWith('GET'));
  const names = [
    nameOf('0001'),
    '99999_8698SF_0001.wav',
    '16677_7712SP_0001.wav',
    nameOf('0042'),
    nameOf('0009'),
    nameOf('0010'),
    'odd.exe',
    'recording.wav',
  ];
  await chooseFiles(page, await Promise.all(names.map((name, at) => stage.file(name, speechFile(at)))));
  expect(await standings(page)).toEqual([
    ['16677_7712SP_0001.wav', 'wrong'],
    [nameOf('0009'), 'wrong'],
    [nameOf('0010'), 'wrong'],
    [nameOf('0042'), 'wrong'],
    ['99999_8698SF_0001.wav', 'wrong'],
    ['odd.exe', 'wrong'],
    ['recording.wav', 'none'],
    [nameOf('0001'), 'sure'],
  ]);
  expect(await reviewed(page)).toBe('1 sure, 1 to look at, 5 not for this component, 1 that cannot be sent.');
  for (const [name, words] of [
    ['99999_8698SF_0001.wav', 'The name says centre 99999; yours is 16677.'],
    ['16677_7712SP_0001.wav', 'The name says component 7712/SP; this is 8698/SF.'],
    [nameOf('0042'), 'No candidate 0042 is entered for 8698/SF.'],
    [nameOf('0009'), 'Candidate 0009 was withdrawn.'],
    [nameOf('0010'), 'Candidate 0010 has a non-submission: Absent.'],
    ['odd.exe', 'EXE files are not taken'],
  ] as const)
    await line(page, name).getByText(words).waitFor();

  await page.getByLabel('Candidate for 16677_8698SF_0042.wav').selectOption({ label: '0004 WILSON, GABRIEL' });
  await page.getByLabel('Candidate for recording.wav').selectOption({ label: '0005 SPENCER, ISABELLA' });
  expect(await page.getByLabel('Candidate for recording.wav').locator('option', { hasText: '0009' }).isDisabled()).toBe(
    true,
  );
  expect(await reviewed(page)).toBe('3 sure, 4 not for this component, 1 that cannot be sent.');
  expect(sent()).toEqual([]);
  await upload(page, 3);
  await allSent(page);
  expect(await tags()).toEqual({ [nameOf('0001')]: ['0001'], [nameOf('0042')]: ['0004'], 'recording.wav': ['0005'] });
});

test('two files for one candidate, the same file twice and a candidate with a file are said; Remove takes one away', async () => {
  const page = await stage.openFiles(HELEN);
  const names = [nameOf('0002'), nameOf('0002_again'), nameOf('0003'), nameOf('0006'), nameOf('0007')];
  const contents = [11, 12, 13, 14, 14].map((seed) => speechFile(seed));
  await chooseFiles(page, await Promise.all(names.map((name, at) => stage.file(name, contents[at]!))));
  expect(await standings(page)).toEqual([
    [nameOf('0007'), 'wrong'],
    [nameOf('0002_again'), 'likely'],
    [nameOf('0002'), 'likely'],
    [nameOf('0006'), 'likely'],
    [nameOf('0003'), 'sure'],
  ]);
  await line(page, nameOf('0007'))
    .getByText(`It is the same file as “${nameOf('0006')}”, which is chosen too.`)
    .waitFor();
  await page.getByRole('button', { name: `Remove ${nameOf('0002_again')}`, exact: true }).click();
  expect(await focused(page)).toBe(`button: Remove ${nameOf('0002')}`);
  expect(await standings(page)).toContainEqual([nameOf('0002'), 'sure']);
  await button(page, 'Remove all of them').click();
  expect(await page.getByRole('heading', { name: /^Look at/ }).isVisible()).toBe(false);
  expect(await focused(page)).toBe('input: Choose files');
});

test('a zip is read here: what is good in it goes, the rest is refused in words', async () => {
  const page = await stage.openFiles(HELEN);
  const archive = zip(
    { name: `sent/${nameOf('0002')}`, data: speechFile(21) },
    { name: `sent/${nameOf('0003')}`, data: speechFile(22), method: 'stored' },
    { name: `sent/locked/${nameOf('0006')}`, data: speechFile(23), encrypted: true },
    { name: 'more.zip', data: Buffer.from('x') },
    { name: '../out.wav', data: speechFile(24) },
    { name: '__MACOSX/._a.wav', data: Buffer.from('x') },
    { name: '.DS_Store', data: Buffer.from('x') },
  );
  await chooseFiles(page, [
    await stage.file('all.zip', archive),
    await stage.file('broken.zip', archive.subarray(0, 900)),
  ]);
  expect(await reviewed(page)).toBe('2 sure, 4 that cannot be sent.');
  await page.getByText('Left aside: 2 files of the computer’s own.').waitFor();
  await line(page, nameOf('0006')).getByText('It is locked with a password.').waitFor();
  await line(page, 'more.zip').getByText('It is an archive in an archive.').waitFor();
  await line(page, 'out.wav').getByText('points outside of it').waitFor();
  await line(page, 'broken.zip').getByText('It is damaged, or is not a zip file.').waitFor();
  await upload(page, 2);
  await allSent(page);
  expect(await tags()).toMatchObject({ [nameOf('0002')]: ['0002'], [nameOf('0003')]: ['0003'] });
  expect(await page.getByText(/^Sent\. SHA-256 agrees/).count()).toBe(2);
});

test('a folder, chosen and dropped; its lists say whose the files are', async () => {
  const root = await folder({
    'one/part.wav': speechFile(31),
    'two/part.wav': speechFile(32),
    'notes.txt': Buffer.from('About the two of them.'),
    'list.csv': Buffer.from(
      'File;Candidate;Role\none\\part.wav;1\ntwo\\part.wav;7\nnotes.txt;8;notes\nmissing.wav;0002\n',
    ),
    'Thumbs.db': Buffer.from('x'),
  });
  const page = await stage.openFiles(HELEN);
  await page.locator('input[type=file][hidden]').setInputFiles(root);
  await reviewed(page);
  await page.getByText('list.csv says whose the files are. Named there, but not chosen: missing.wav.').waitFor();
  await button(page, 'Remove all of them').click();
  await drop(page, [root]);
  expect(await reviewed(page)).toBe('2 sure, 1 to look at.');
  await line(page, 'part.wav').getByText('Candidate 0001 has a file already.').waitFor();
  expect(await page.getByLabel('What it is of notes.txt').inputValue()).toBe('notes');
  await page.getByText('Left aside: 1 file of the computer’s own.').waitFor();
  await upload(page, 3);
  await allSent(page);
  expect(await tags()).toMatchObject({ 'part.wav': ['0001', '0007'], 'notes.txt': ['0008'] });
});

test('a file for several candidates', async () => {
  const page = await stage.openFiles(HELEN, stage.media.pairs);
  await chooseFiles(page, [
    await stage.file('16677_7712SP_0001_0002.wav', speechFile(41)),
    await stage.file('pair.wav', speechFile(42)),
  ]);
  const whose = line(page, 'pair.wav').locator('details');
  await whose.locator('summary').click();
  await whose.getByLabel('0009 VANCE, SOPHIA').check();
  await whose.getByLabel('0010 YOUNG, DEXTER').check();
  expect(await whose.locator('summary').innerText()).toContain('0009, 0010');
  expect(await reviewed(page)).toBe('2 sure.');
  await upload(page, 2);
  await allSent(page);
  expect(await tags()).toMatchObject({ '16677_7712SP_0001_0002.wav': ['0001', '0002'], 'pair.wav': ['0009', '0010'] });
});
