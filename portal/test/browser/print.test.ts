import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, exampleCsv } from '../factories.ts';
import { openStage, type Stage } from './stage.ts';
import { heading, send } from './steps.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await stage.signIn(AMINA);
  await send(page, stage.world.open, await stage.file('outcomes.csv', await exampleCsv('faulty')));
  await heading(page, '28 errors to mend').waitFor();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

/** What is there to be pressed or found one's way by, and is shown. */
async function shownControls(): Promise<string[]> {
  return await page
    .locator('header, nav, footer, button, select, input, .govuk-button, .govuk-back-link, .govuk-skip-link')
    .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80)));
}

test.each([
  '/returns',
  '/returns/1',
  '/returns/1/submissions/1',
  '/templates/ptq-assessment-outcomes/2023-08',
  '/outbox',
])('on paper %s is what it says, with nothing to press', async (path) => {
  await page.goto(path);
  await page.emulateMedia({ media: 'screen' });
  expect((await shownControls()).length).toBeGreaterThan(3);
  await page.emulateMedia({ media: 'print' });
  expect(await shownControls()).toEqual([]);
  expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
  expect(await page.getByRole('table').first().isVisible()).toBe(true);
});
