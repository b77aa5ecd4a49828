import { appendFile, mkdir, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { exampleCsv } from '../factories.ts';
import { checkHere, chooseHere, PTQ_CHECK } from './check-parts.ts';
import { openStage, type Stage } from './stage.ts';
import { button, focused } from './steps.ts';

const LATER = new Date('2027-01-01T00:00:00Z');

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await (await stage.visit()).newPage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());
beforeEach(async () => {
  await page.goto(PTQ_CHECK);
});

/** What the error summary says, which must have the focus. */
async function complaint(): Promise<string> {
  await page.getByRole('alert').waitFor();
  expect(await focused(page)).toMatch(/^div: There is a problem/);
  expect(await page.title()).toMatch(/^Error: Check a file before you send it/);
  return await page.getByRole('alert').innerText();
}

/** Drops what is at these paths on the field, as a person does from a window of the operating system. */
async function drop(...files: string[]): Promise<void> {
  const { x, y, width, height } = (await page.locator('#file').boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
}

test('no file', async () => {
  await button(page, 'Check this file').click();
  expect(await complaint()).toContain('No file was chosen.');
  await page.getByRole('alert').getByRole('link').click();
  expect(await focused(page)).toMatch(/^button: Choose a file/);
});

test('an empty file', async () => {
  await chooseHere(page, await stage.file('nothing.csv', ''));
  await button(page, 'Check this file').click();
  expect(await complaint()).toContain('“nothing.csv” has nothing in it');
});

test('a file that changed or went away after it was chosen; chosen again, it is checked', async () => {
  const path = await stage.file('outcomes.csv', await exampleCsv('valid'));
  await chooseHere(page, path);
  await appendFile(path, 'x\r\n');
  // The browser goes by the time, which file systems keep only so finely.
  await utimes(path, LATER, LATER);
  await button(page, 'Check this file').click();
  expect(await complaint()).toContain('“outcomes.csv” was moved, changed or deleted after you chose it');
  expect(await checkHere(page, path)).toBe('1 error to mend');
  await button(page, 'Check another file').click();
  await chooseHere(page, path);
  await rm(path);
  await button(page, 'Check this file').click();
  expect(await complaint()).toContain('The file could not be read');
});

test('a file is mended and chosen again by its name', async () => {
  const path = await stage.file('outcomes.csv', await exampleCsv('valid'));
  expect(await checkHere(page, path)).toBe('No errors found');
  await appendFile(path, 'x\r\n');
  await button(page, 'Check another file').click();
  expect(await checkHere(page, path)).toBe('1 error to mend');
});

test('a file that is dropped is checked', async () => {
  await drop(await stage.file('dropped.csv', await exampleCsv('valid')));
  await page.getByText('dropped.csv').waitFor();
  await button(page, 'Check this file').click();
  await page.getByRole('heading', { name: 'No errors found' }).waitFor();
});

test('a folder that is dropped, and several files', async () => {
  const one = await stage.file('one.csv', await exampleCsv('valid'));
  const folder = join(dirname(one), 'folder');
  await mkdir(folder);
  await drop(folder);
  expect(await complaint()).toContain('You dropped a folder. Open it and drop the file.');
  await drop(one, await stage.file('two.csv', 'a'));
  expect(await complaint()).toContain('You dropped 2 files. Drop one, and the next when it has been checked.');
});

test('what is dropped beside the field does not replace the page', async () => {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [await stage.file('one.csv', 'a')], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 20, y: 20, data });
  await button(page, 'Check this file').click();
  expect(await complaint()).toContain('No file was chosen.');
});

test('names and values that are markup stay text', async () => {
  const name = '"><img src=x onerror=alert(1)>.csv';
  const valid = (await exampleCsv('valid')).toString().split(/\r?\n/);
  const row = valid[1]!.replace(/,[^,]*$/, ',<img src=x onerror=alert(1)>');
  expect(await checkHere(page, await stage.file(name, `${valid[0]}\n${row}\n`))).toBe('1 error to mend');
  await page.getByText(name).waitFor();
  await page.locator('td').getByText('<img src=x onerror=alert(1)>').waitFor();
  expect(await page.locator('main img').count()).toBe(0);
});

test('a spreadsheet under the name of a CSV file is told as the server tells it', async () => {
  expect(await checkHere(page, await stage.file('sheet.csv', 'PK\x03\x04 and so on'))).toBe(
    'The file could not be read as this template',
  );
  await page.locator('td').getByText('This is not a CSV file, whatever its name says.').first().waitFor();
});

test('a checker that did not load says so', async () => {
  const other = await (await stage.visit()).newPage();
  await other.route('**/check.worker-*', (route) => route.abort());
  await other.goto(PTQ_CHECK);
  await chooseHere(other, await stage.file('outcomes.csv', await exampleCsv('valid')));
  await button(other, 'Check this file').click();
  await other.getByRole('alert').getByText('Reload this page, then choose the file again.').waitFor();
  await other.context().close();
});
