import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, exampleCsv } from '../factories.ts';
import { openStage, type Stage } from './stage.ts';
import { button, heading } from './steps.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await stage.signIn(AMINA, { javaScriptEnabled: false });
});
afterAll(() => stage?.[Symbol.asyncDispose]());

/** Sends the form of the upload page. */
async function sendForm(path: string): Promise<void> {
  await page.getByLabel('Choose a file').setInputFiles(path);
  await button(page, 'Yes, upload').click();
}

test('My returns leads to the upload page, which says what the button does', async () => {
  await page.getByRole('row', { name: '2022-2023' }).getByRole('link', { name: 'Upload a file' }).click();
  const words = page.locator('form noscript p');
  await words.waitFor();
  expect(await words.innerText()).toMatch(
    /^The file is sent to Regulator for PTQ outcomes: assessment outcomes, 2022-2023, when you press the button\./,
  );
});

test('sending no file is refused in words', async () => {
  await button(page, 'Yes, upload').click();
  await page.getByRole('alert').getByText('No file was chosen.').waitFor();
  expect(await page.title()).toMatch(/^Error: Upload a file/);
});

test('a spreadsheet is refused in words', async () => {
  await sendForm(await stage.file('outcomes.xlsx', 'PK\x03\x04'));
  await page.getByRole('alert').getByText('The file must be a .csv file').waitFor();
});

test('an empty file is refused in words', async () => {
  await sendForm(await stage.file('nothing.csv', ''));
  await page.getByRole('alert').getByText('The file is empty').waitFor();
});

test('the page fetches itself until the verdict is there', async () => {
  await sendForm(await stage.file('outcomes.csv', await exampleCsv('faulty')));
  await heading(page, '28 errors to mend').waitFor();
});

test('findings can be chosen', async () => {
  await page.getByLabel('Rule', { exact: true }).selectOption('value.no-such-date');
  await button(page, 'Show').click();
  await page.getByText('Showing 1 to 2 of 2 findings.').waitFor();
});

test('the corrected file is accepted and moves to Previous', async () => {
  await page.getByRole('button', { name: 'Upload a corrected file' }).click();
  await sendForm(await stage.file('corrected.csv', await exampleCsv('valid')));
  await heading(page, 'Accepted').waitFor();
  await page.getByRole('link', { name: 'Previous' }).click();
  await page.getByRole('row', { name: '2022-2023' }).waitFor();
});

test('Tabs, menus and signing out work', async () => {
  await page.getByRole('link', { name: 'Messages' }).click();
  await page
    .getByRole('link', { name: /^Accepted: / })
    .first()
    .click();
  await heading(page, /^Accepted: /).waitFor();
  await button(page, 'Sign out').click();
  await heading(page, 'Sign in').waitFor();
});
