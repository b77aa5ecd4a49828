import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, exampleCsv } from '../factories.ts';
import { fillSignIn, openStage, type Stage } from './stage.ts';
import { button, choose, focused, heading } from './steps.ts';

const TITLE = 'PTQ outcomes: assessment outcomes';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await (await stage.visit()).newPage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

test('signing in leads to My returns, with what to do about each', async () => {
  await page.goto('/');
  await fillSignIn(page, AMINA);
  await heading(page, 'My returns').waitFor();
  const row = page.getByRole('row', { name: '2022-2023' });
  expect((await row.innerText()).split('\t').map((cell) => cell.trim())).toEqual([
    '2022-2023',
    TITLE,
    '2 December 2026',
    '10 days left',
    'Awaiting submission',
    expect.stringContaining('Upload a file'),
  ]);
  expect(await page.getByRole('row', { name: '2020-2021' }).innerText()).toContain('Closed – please contact us');
});

test('the return says what the file must look like, and the template gives its header row', async () => {
  await page.getByRole('row', { name: '2022-2023' }).getByRole('link', { name: TITLE, exact: true }).click();
  await heading(page, TITLE).waitFor();
  await page.getByRole('link', { name: 'Every column and rule of edition 2023-08' }).click();
  const arriving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'The header row' }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toBe('ptq-assessment-outcomes-2023-08-header.csv');
  const example = (await exampleCsv('valid')).toString();
  expect((await readFile(await download.path(), 'utf8')).trim()).toBe(example.split(/\r?\n/)[0]);
});

test('the confirmation names the file, its size, who gets it and for what', async () => {
  await page.goto(`/returns/${stage.world.open}`);
  await page.getByRole('button', { name: 'Upload a file' }).click();
  await choose(page, await stage.file('outcomes.csv', await exampleCsv('faulty')));
  const panel = await page.locator('#upload-live').innerText();
  expect(panel).toContain('Do you want to upload this file?');
  expect(panel).toContain(`outcomes.csv (3.4 KB) will be sent to Regulator for ${TITLE}, 2022-2023.`);
});

test('the verdict comes by itself, on the same page, and has the focus', async () => {
  await page.evaluate(() => document.documentElement.setAttribute('data-same-page', 'yes'));
  await button(page, 'Yes, upload').click();
  await heading(page, '28 errors to mend').waitFor();
  expect(await page.locator('html').getAttribute('data-same-page')).toBe('yes');
  expect(new URL(page.url()).pathname).toBe(`/returns/${stage.world.open}/submissions/1`);
  expect(await page.title()).toBe('Attempt 1: Failed validation – Garner');
  expect(await focused(page)).toBe('h1: 28 errors to mend');
  await page.goBack();
  await heading(page, TITLE).waitFor();
  await page.goForward();
  await heading(page, '28 errors to mend').waitFor();
});

test('findings can be chosen by kind, and all shown again', async () => {
  await page.getByText('Showing 1 to 31 of 31 findings.').waitFor();
  await page.getByLabel('Kind').selectOption('Notice');
  await button(page, 'Show').click();
  await page.getByText('Showing 1 to 3 of 3 findings.').waitFor();
  const table = page.getByRole('table', { name: 'Findings in the order of the rows' });
  expect(await table.getByText('Notice', { exact: true }).count()).toBe(3);
  expect(await table.getByText('Error', { exact: true }).count()).toBe(0);
  await page.getByRole('link', { name: 'Show all findings' }).click();
  await page.getByText('Showing 1 to 31 of 31 findings.').waitFor();
});

test('the corrected file is accepted, and the return moves to Previous', async () => {
  await page.getByRole('button', { name: 'Upload a corrected file' }).click();
  await choose(page, await stage.file('corrected.csv', await exampleCsv('valid')));
  await button(page, 'Yes, upload').dblclick();
  await heading(page, 'Accepted').waitFor();
  const uploads = await stage.garner.context.db.selectFrom('upload').select(['name', 'state']).execute();
  expect(uploads.map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
    'corrected.csv received',
    'outcomes.csv received',
  ]);
  await page.getByRole('link', { name: 'Previous' }).click();
  await page.getByRole('row', { name: '2022-2023' }).waitFor();
  await page.getByRole('link', { name: 'Current' }).click();
  await page.getByRole('row', { name: '2020-2021' }).waitFor();
  expect(await page.getByRole('row', { name: '2022-2023' }).count()).toBe(0);
});

test('both attempts stay listed, and going back goes back', async () => {
  await page.goto(`/returns/${stage.world.open}`);
  await page.getByRole('link', { name: 'Attempt 1', exact: true }).click();
  await heading(page, '28 errors to mend').waitFor();
  await page.goBack();
  await page.getByRole('link', { name: 'Attempt 2' }).waitFor();
});
