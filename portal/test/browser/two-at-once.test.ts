import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, BEN, exampleCsv } from '../factories.ts';
import { openStage, type Stage } from './stage.ts';
import { button, choose, heading } from './steps.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

test('two people send for one return at once: one is accepted, the other says which, and both stay', async () => {
  const path = await stage.file('outcomes.csv', await exampleCsv('valid'));
  const pages = [await stage.signIn(AMINA), await stage.signIn(BEN)];
  for (const page of pages) {
    await page.goto(`/returns/${stage.world.open}/upload`);
    await choose(page, path);
  }
  await Promise.all(pages.map((page) => button(page, 'Yes, upload').click()));
  const verdicts = await Promise.all(
    pages.map(async (page) => {
      const verdict = heading(page, /^(Accepted|Passed, but not used)$/);
      await verdict.waitFor();
      return await verdict.innerText();
    }),
  );
  expect(verdicts.toSorted()).toEqual(['Accepted', 'Passed, but not used']);

  const late = pages[verdicts.indexOf('Passed, but not used')]!;
  await late
    .getByRole('main')
    .getByRole('link', { name: /^attempt [12]$/ })
    .click();
  await heading(late, 'Accepted').waitFor();
  await late.goto(`/returns/${stage.world.open}`);
  const table = await late.getByRole('table', { name: 'Attempts, newest first' }).innerText();
  for (const part of ['Amina Patel', 'Ben Ito', 'Passed, not used', 'Accepted']) expect(table).toContain(part);
});

test('a second tab cannot send for a return that the first has had accepted', async () => {
  const page = await stage.signIn(AMINA);
  await page.goto(`/returns/${stage.world.open}/upload`);
  await heading(page, 'This return has been accepted').waitFor();
});
