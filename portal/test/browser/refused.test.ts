import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AMINA, exampleCsv } from '../factories.ts';
import { openStage, type Stage } from './stage.ts';
import { button, choose, focused, heading, offsetsSent } from './steps.ts';

const HOSTILE = '"><img src=x onerror=alert(1)> {{7*7}} %00.csv';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await stage.signIn(AMINA);
});
afterAll(() => stage?.[Symbol.asyncDispose]());
beforeEach(() => page.goto(`/returns/${stage.world.open}/upload`));

/** Chooses and confirms a file that is refused; nothing of it may be sent. Returns what is said. */
async function refused(path: string): Promise<string> {
  const offsets = offsetsSent(page);
  await choose(page, path);
  await button(page, 'Yes, upload').click();
  await page.getByRole('alert').waitFor();
  expect(offsets).toEqual([]);
  expect(await focused(page)).toMatch(/^div: There is a problem/);
  expect(await page.title()).toMatch(/^Error: Upload a file/);
  return await page.getByRole('alert').innerText();
}

test('a spreadsheet', async () => {
  const words = await refused(await stage.file('outcomes.xlsx', 'PK\x03\x04'));
  expect(words).toContain('The file must be a .csv file');
  expect(words).toContain('You chose “outcomes.xlsx”. Save it as .csv in the program that made it');
  expect(await page.locator('#file-error').textContent()).toBe('Error: The file must be a .csv file');
  await page.getByRole('alert').getByRole('link').click();
  expect(await focused(page)).toBe('input: Choose a file');
});

test('an empty file', async () => {
  expect(await refused(await stage.file('nothing.csv', ''))).toContain('“nothing.csv” has nothing in it.');
});

test('a file larger than the collection takes', async () => {
  const { db } = stage.garner.context;
  await db.updateTable('collection').set({ max_file_bytes: 1000 }).execute();
  try {
    const words = await refused(await stage.file('large.csv', 'x'.repeat(1500)));
    expect(words).toContain('“large.csv” is 1.5 KB; the most is 1 KB.');
  } finally {
    await db.updateTable('collection').set({ max_file_bytes: 1_000_000_000 }).execute();
  }
});

test('the refusal goes away once another file is chosen', async () => {
  await refused(await stage.file('nothing.csv', ''));
  await choose(page, await stage.file('outcomes.csv', await exampleCsv('faulty')));
  await page.getByText('Do you want to upload this file?').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await page.title()).toMatch(/^Upload a file/);
});

test('a hostile name is text wherever it is shown', async () => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await choose(page, await stage.file(HOSTILE, await exampleCsv('faulty')));
  await page.locator('#upload-live').getByText(HOSTILE).waitFor();
  await button(page, 'Yes, upload').click();
  await heading(page, '28 errors to mend').waitFor();
  await page.getByRole('link', { name: HOSTILE }).waitFor();
  await page.goto(`/returns/${stage.world.open}`);
  await page.getByText(HOSTILE).waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(dialogs).toEqual([]);
});
