import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newestCode } from '../accounts/codes.ts';
import { AMINA, exampleCsv, PASSWORD } from '../factories.ts';
import { openStage, type Stage } from './stage.ts';
import { focused, heading } from './steps.ts';

let stage: Stage;
let page: Page;
/** What the window of the operating system answers. */
let chosen = '';

beforeAll(async () => {
  stage = await openStage();
  page = await (await stage.visit()).newPage();
  page.on('filechooser', (chooser) => void chooser.setFiles(chosen));
  await page.goto('/');
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const MOST_TABS = 80;

/** Presses Tab until this has the focus; what has it on the way must be seen to have it. */
async function tabTo(what: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press('Tab');
    expect(await focusIsSeen(), `the focus on ${await focused(page)}`).toBe(true);
    if ((await focused(page)) === what) return;
  }
  throw new Error(`Tab does not lead to ${what}`);
}

async function focusIsSeen(): Promise<boolean> {
  return await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement!);
    const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
    return document.activeElement === document.body || outlined || style.boxShadow !== 'none';
  });
}

async function chooseByKeyboard(path: string): Promise<void> {
  await tabTo('input: Choose a file');
  chosen = path;
  await page.keyboard.press('Space');
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[type=file]')!.files!.length > 0);
  await tabTo('button: Continue');
  await page.keyboard.press('Enter');
}

test('the skip link comes first and leads past the navigation', async () => {
  await tabTo('a: Skip to main content');
  await page.keyboard.press('Enter');
  await tabTo('input: E-mail address');
});

test('sign in', async () => {
  await page.keyboard.type(AMINA);
  await tabTo('input: Password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await heading(page, 'We need to verify who you are').waitFor();
  await tabTo('button: Send code');
  await page.keyboard.press('Enter');
  await page.getByText('Code sent.').waitFor();
  await tabTo('input: Code');
  await page.keyboard.type(await newestCode(stage.garner));
  await page.keyboard.press('Enter');
  await heading(page, 'My returns').waitFor();
});

test('open the return and its upload page', async () => {
  await tabTo('a: Upload a file for PTQ outcomes: assessment outcomes, 2022-2023');
  await page.keyboard.press('Enter');
  await heading(page, 'Upload a file').waitFor();
});

test('choosing nothing is said, and the focus goes to where it is said', async () => {
  await tabTo('button: Continue');
  await page.keyboard.press('Enter');
  await page.getByText('There is a problem').waitFor();
  expect(await focused(page)).toMatch(/^div: There is a problem.*Choose a file/);
  await tabTo('a: Choose a file');
  await page.keyboard.press('Enter');
  expect(await focused(page)).toBe('input: Choose a file');
  await page.keyboard.press('Shift+Tab');
});

test('choose, think again, choose, confirm: each step has the focus on its heading', async () => {
  const path = await stage.file('outcomes.csv', await exampleCsv('faulty'));
  await chooseByKeyboard(path);
  expect(await focused(page)).toBe('h2: Do you want to upload this file?');
  await tabTo('button: Choose another file');
  await page.keyboard.press('Space');
  expect(await focused(page)).toBe('input: Choose a file');
  await page.keyboard.press('Shift+Tab');
  await chooseByKeyboard(path);
  await tabTo('button: Yes, upload');
  await page.keyboard.press('Space');
  await heading(page, '28 errors to mend').waitFor();
  expect(await focused(page)).toBe('h1: 28 errors to mend');
});

test('filter the findings', async () => {
  await tabTo('select: Kind');
  await page.keyboard.type('Notice');
  await tabTo('button: Show');
  await page.keyboard.press('Enter');
  await page.getByText('Showing 1 to 3 of 3 findings.').waitFor();
});

test('upload the corrected file', async () => {
  await tabTo('a: Skip to main content');
  await page.keyboard.press('Enter');
  await tabTo('a: Upload a corrected file');
  await page.keyboard.press('Space');
  await heading(page, 'Upload a file').waitFor();
  await chooseByKeyboard(await stage.file('corrected.csv', await exampleCsv('valid')));
  await tabTo('button: Yes, upload');
  await page.keyboard.press('Enter');
  await heading(page, 'Accepted').waitFor();
  expect(await focused(page)).toBe('h1: Accepted');
});

test('look at Previous, then sign out', async () => {
  await tabTo('a: Previous');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: '2022-2023' }).waitFor();
  await tabTo('button: Sign out');
  await page.keyboard.press('Enter');
  await heading(page, 'Sign in').waitFor();
});
