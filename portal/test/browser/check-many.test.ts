import { bytesSource, check } from '@garner/validate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTemplate } from '../../src/modules/collections/index.ts';
import { exampleCsv } from '../factories.ts';
import { allWrong, checkHere, chooseHere, downloaded, PTQ_CHECK } from './check-parts.ts';
import { openStage, type Stage } from './stage.ts';
import { button, focused } from './steps.ts';

const ROWS = 26_000;

let stage: Stage;
let page: Page;
let head: string;

beforeAll(async () => {
  stage = await openStage();
  page = await (await stage.visit()).newPage();
  head = (await exampleCsv('valid')).toString().split(/\r?\n/)[0]!;
});
afterAll(() => stage?.[Symbol.asyncDispose]());

/** What the engine itself finds in a file that is compared with nothing. */
async function countsIn(content: string): Promise<{ error: number; all: number }> {
  const published = await findTemplate(stage.garner.context.db, 'ptq-assessment-outcomes', '2023-08');
  const { counts } = await check(bytesSource(Buffer.from(content)), published!.template).summary();
  return { error: counts.error, all: counts.error + counts.query + counts.notice };
}

test('more than 200,000 findings: counted exactly, every page there, downloads whole', async () => {
  await page.goto(PTQ_CHECK);
  const content = allWrong(head, ROWS);
  const { error, all: total } = await countsIn(content);
  expect(total).toBeGreaterThan(200_000);
  const all = total.toLocaleString('en-GB');
  expect(await checkHere(page, await stage.file('wrong.csv', content))).toBe(
    `${error.toLocaleString('en-GB')} errors to mend`,
  );
  await page.getByText(`Showing 1 to 50 of ${all} findings.`).waitFor();

  await page.getByRole('link', { name: 'Look through all findings, or download them' }).click();
  await expect.poll(() => focused(page)).toBe('h2: Every finding');
  const pages = Math.ceil(total / 50);
  await page.getByRole('link', { name: `Page ${pages}`, exact: true }).click();
  await page
    .getByText(`of ${all} findings.`)
    .and(page.getByText(`to ${all}`))
    .waitFor();
  expect(await focused(page)).toBe('h2: Every finding');
  const last = page.locator('table').nth(1).locator('tbody tr').last();
  expect(await last.locator('td').first().textContent()).toBe((ROWS + 1).toLocaleString('en-GB'));
  expect(await page.getByRole('link', { name: 'Next page' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Previous page' }).click();
  await page.getByText(`to ${(50 * (pages - 1)).toLocaleString('en-GB')} of`).waitFor();

  const { name, text } = await downloaded(page, 'Download all as CSV');
  expect(name).toBe('wrong-findings.csv');
  const lines = text.split('\r\n');
  expect(lines).toHaveLength(total + 2);
  expect(lines.at(-2)).toMatch(new RegExp(`^${ROWS + 1},`));
  await page.getByText('The file is in your downloads. It was made on this computer.').waitFor();

  await page.getByLabel('Column', { exact: true }).selectOption('AssessmentGrade');
  await button(page, 'Show').click();
  await page.getByText(`Showing 1 to 50 of ${ROWS.toLocaleString('en-GB')} findings.`).waitFor();
});

test('a check can be ended, and another begun', async () => {
  await page.goto(PTQ_CHECK);
  // Millions of findings: this takes far longer than it takes to press the button.
  await chooseHere(page, await stage.file('endless.csv', allWrong(head, 1_000_000)));
  await button(page, 'Check this file').click();
  expect(await focused(page)).toBe('h2: Checking endless.csv');
  await page
    .getByText(/^[\d.]+ MB of 24 MB read, [\d,]+ rows checked/)
    .first()
    .waitFor();
  const bar = page.getByRole('progressbar', { name: 'Checking endless.csv' });
  expect(await bar.evaluate((one) => (one as HTMLProgressElement).value)).toBeGreaterThan(0);
  await button(page, 'Cancel').click();
  await button(page, 'Check this file').waitFor();
  expect(await focused(page)).toMatch(/^button: Choose a file/);
  expect(await checkHere(page, await stage.file('small.csv', await exampleCsv('valid')))).toBe('No errors found');
});

test('one check after another: each shows its own findings from the first page', async () => {
  await page.goto(PTQ_CHECK);
  await checkHere(page, await stage.file('many.csv', allWrong(head, 100)));
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.getByText('Showing 51 to 100 of').waitFor();
  for (const [name, verdict, shown] of [
    ['faulty', '27 errors to mend', 'Showing 1 to 30 of 30 findings.'],
    ['never-closed', '1 error to mend', 'Showing 1 to 1 of 1 finding.'],
    ['faulty', '27 errors to mend', 'Showing 1 to 30 of 30 findings.'],
  ] as const) {
    await button(page, 'Check another file').click();
    expect(await focused(page)).toMatch(/^button: Choose a file/);
    expect(await checkHere(page, await stage.file(`${name}.csv`, await exampleCsv(name)))).toBe(verdict);
    expect(await focused(page)).toBe(`h2: ${verdict}`);
    await page.getByText(shown).waitFor();
    expect(await page.getByRole('heading', { name: 'Every finding' }).count()).toBe(1);
  }
});
