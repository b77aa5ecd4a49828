import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, exampleCsv } from '../factories.ts';
import { verdict } from './check-parts.ts';
import { openStage, type Stage } from './stage.ts';
import { button, choose, focused, heading, offsetsSent } from './steps.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await stage.signIn(AMINA);
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const goToUpload = (): Promise<unknown> =>
  page.goto(`/returns/${stage.world.open}/upload`, { waitUntil: 'networkidle' });

test('a file is checked here first with what the return says of itself; nothing is sent meanwhile', async () => {
  await goToUpload();
  const arrived: string[] = [];
  stage.garner.app.server.on('request', ({ url }) => arrived.push(String(url)));
  const faulty = (await exampleCsv('valid')).toString().replaceAll('Northern Skills Awards', 'Somebody Else');
  await choose(page, await stage.file('outcomes.csv', faulty));
  await page.getByText('Checked here first, the file stays on this computer: nothing is sent.').waitFor();
  await button(page, 'Check it here first').click();
  expect(await verdict(page)).toMatch(/errors? to mend$/);
  expect(await focused(page)).toMatch(/^h2: \d+ errors? to mend$/);
  await button(page, 'See all findings').click();
  expect(await focused(page)).toBe('h2: What was found');
  await page.getByText('Expected: “Northern Skills Awards” or “NSA”.').first().waitFor();
  expect(arrived).toEqual([]);
});

test('a file with errors can be uploaded as it is, in one press', async () => {
  await goToUpload();
  await choose(page, await stage.file('faulty.csv', await exampleCsv('faulty')));
  await button(page, 'Check it here first').click();
  await verdict(page);
  await button(page, 'Upload it as it is').click();
  await heading(page, '28 errors to mend').waitFor();
});

test('what the page compares with is what the server compared with', async () => {
  const { db } = stage.garner.context;
  const { context } = await db
    .selectFrom('check_run')
    .select(sql<unknown>`context`.as('context'))
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  await goToUpload();
  expect(JSON.parse((await page.locator('#check-kit').getAttribute('data-context'))!)).toEqual(context);
});

test('uploading unchecked takes no more presses than before', async () => {
  await goToUpload();
  const offsets = offsetsSent(page);
  await choose(page, await stage.file('unchecked.csv', await exampleCsv('faulty')));
  await button(page, 'Yes, upload').click();
  await heading(page, '28 errors to mend').waitFor();
  expect(offsets).toEqual([0]);
});

test('a check that is cancelled leads back to the question; an empty file is refused', async () => {
  await goToUpload();
  const [head] = (await exampleCsv('valid')).toString().split(/\r?\n/);
  await choose(page, await stage.file('endless.csv', `${head}\n${'%,%,%,%,%,%,%,%,%,%,%,%\n'.repeat(1_000_000)}`));
  await button(page, 'Check it here first').click();
  await button(page, 'Cancel').click();
  await page.getByRole('heading', { name: 'Do you want to upload this file?' }).waitFor();
  await button(page, 'Choose another file').click();
  await choose(page, await stage.file('nothing.csv', ''));
  await button(page, 'Check it here first').click();
  await page.getByRole('alert').getByText('“nothing.csv” has nothing in it').waitFor();
});

test('the mended file is chosen by the same name, passes, is sent, and is checked by the server all the same', async () => {
  await goToUpload();
  await choose(page, await stage.file('outcomes.csv', await exampleCsv('faulty')));
  await button(page, 'Check it here first').click();
  await verdict(page);
  await button(page, 'See all findings').click();
  await button(page, 'Choose another file').click();
  expect(await page.getByRole('heading', { name: 'What was found' }).count()).toBe(0);
  await choose(page, await stage.file('outcomes.csv', await exampleCsv('valid')));
  await button(page, 'Check it here first').click();
  expect(await verdict(page)).toBe('No errors found');
  await page.getByText('Garner checks it once more as it arrives, and that check counts.').waitFor();
  await button(page, 'Yes, upload').click();
  await heading(page, 'Accepted').waitFor();
});
