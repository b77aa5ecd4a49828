import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from '../browser/stage.ts';
import { button, heading } from '../browser/steps.ts';
import { addTestPerson } from '../factories.ts';
import { CODES, KEEPER, LOOKER } from './stage.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const WIDTHS = [320, 1200];
const HEAD = 'code,title,from,until\r\n';

let stage: Stage;
let keeper: Page;
let collector: Page;

beforeAll(async () => {
  stage = await openStage();
  const { context } = stage.garner;
  await context.db.transaction().execute(async (trx) => {
    const { collector_id } = await trx.selectFrom('collection').select('collector_id').executeTakeFirstOrThrow();
    const person = { name: 'Kit Moss', email: KEEPER, organisationId: stage.world.northern, jobTitles: [] };
    await addTestPerson(trx, context, { ...person, permissions: ['Qualifications & Units'] });
    const other = { name: 'Lena Voss', email: LOOKER, organisationId: collector_id, jobTitles: [] };
    await addTestPerson(trx, context, { ...other, permissions: ['Collector'] });
  });
  keeper = await stage.signIn(KEEPER);
  collector = await stage.signIn(LOOKER);
});
afterAll(() => stage?.[Symbol.asyncDispose]());

/** No violation of WCAG 2.2 AA, wide and narrow, and no scrolling sideways. */
async function expectFine(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
    const where = `${page.url()} at ${width}`;
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      where,
    ).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `width of ${where}`).toBe(width);
  }
}

async function uploadHere(name: string, content: string): Promise<void> {
  await keeper.goto(`${CODES}/upload`);
  await keeper.getByLabel('Replace the list').check();
  await keeper.getByLabel('Choose a file').setInputFiles(await stage.file(name, content));
  await button(keeper, 'Check the file').click();
}

test('lists by hand: empty, refused, kept, ended, asked before removal', async () => {
  await keeper.goto('/organisation/lists');
  await expectFine(keeper);
  await keeper.getByRole('link', { name: 'Assessment codes' }).click();
  await expectFine(keeper);
  await button(keeper, 'Add a code').click();
  await button(keeper, 'Add').click();
  await keeper.getByRole('alert').waitFor();
  await expectFine(keeper);
  await keeper.getByLabel('Code', { exact: true }).fill('W'.repeat(50));
  await button(keeper, 'Add').click();
  await keeper.getByText('The assessment code is in the list.').waitFor();
  await expectFine(keeper);
  for (const act of ['End', 'Remove']) {
    await keeper.goto(CODES);
    await keeper.getByRole('link', { name: new RegExp(`^${act}\\b`) }).click();
    await heading(keeper, new RegExp(`^${act} the assessment code`)).waitFor();
    await expectFine(keeper);
  }
});

test('a file: what to mend, what it would change', async () => {
  await uploadHere('faulty.csv', `${HEAD}A,${'t'.repeat(300)},2026-02-30,\r\n,,,\r\n,x,,\r\n`);
  await keeper.getByRole('heading', { name: 'What to mend in faulty.csv' }).waitFor();
  await expectFine(keeper);
  await uploadHere('right.csv', `${HEAD}A,First,2026-01-01,\r\n`);
  await heading(keeper, 'What right.csv would change').waitFor();
  await expectFine(keeper);
  await button(keeper, 'Do not use this file').click();
  await keeper.getByText('The file was not used.').waitFor();
});

test('the collecting board and one of its returns', async () => {
  await collector.goto('/collecting');
  await expectFine(collector);
  await collector.getByRole('link', { name: 'PTQ outcomes' }).click();
  await expectFine(collector);
  await collector
    .getByRole('link', { name: /^Northern Skills Awards/ })
    .first()
    .click();
  await heading(collector, /^PTQ outcomes: assessment outcomes/).waitFor();
  await expectFine(collector);
});
