import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, exampleCsv } from '../factories.ts';
import { allWrong, chooseHere, PTQ_CHECK, verdict } from './check-parts.ts';
import { openStage, type Stage } from './stage.ts';
import { button, choose, focused, heading } from './steps.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const WIDTHS = [320, 1200];

let stage: Stage;
let page: Page;
let head: string;

beforeAll(async () => {
  stage = await openStage();
  page = await (await stage.visit()).newPage();
  head = (await exampleCsv('valid')).toString().split(/\r?\n/)[0]!;
});
afterAll(() => stage?.[Symbol.asyncDispose]());

/** The library's file field puts commas into its name that are not seen; axe takes this for other words. */
const isLibrarys = (id: string, html: string): boolean =>
  id === 'label-content-name-mismatch' && html.includes('class="govuk-file-upload-button');

/** No violation of WCAG 2.2 AA, wide and narrow, and no scrolling sideways. */
async function expectFine(one: Page = page): Promise<void> {
  for (const width of WIDTHS) {
    await one.setViewportSize({ width, height: 800 });
    const { violations } = await new AxeBuilder({ page: one }).withTags(WCAG).analyze();
    const found = violations
      .map(({ id, nodes }) => [id, nodes.map(({ html }) => html).filter((html) => !isLibrarys(id, html))] as const)
      .filter(([, nodes]) => nodes.length > 0);
    expect(found, `${one.url()} at ${width}`).toEqual([]);
    expect(await one.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
}

test('choosing a template, choosing a file, and refused', async () => {
  await page.goto('/check');
  await expectFine();
  await page.goto(PTQ_CHECK);
  await expectFine();
  await page.getByLabel('Due date of the return').fill('soon');
  await button(page, 'Check this file').click();
  await page.getByRole('alert').waitFor();
  await expectFine();
  await page.getByLabel('Due date of the return').fill('');
  await button(page, 'Check this file').click();
  await page.getByText('No file was chosen.').waitFor();
  await expectFine();
});

test('being checked', async () => {
  await chooseHere(page, await stage.file(`${'long-name-'.repeat(12)}.csv`, allWrong(head, 1_000_000)));
  await button(page, 'Check this file').click();
  await button(page, 'Cancel').waitFor();
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await button(page, 'Cancel').click();
  await button(page, 'Check this file').waitFor();
});

test('passed, failed with pages of findings, chosen findings, and none of the chosen', async () => {
  await page.goto(PTQ_CHECK);
  for (const [name, content] of [
    ['valid.csv', await exampleCsv('valid')],
    ['wrong.csv', allWrong(head, 200)],
    ['faulty.csv', await exampleCsv('faulty')],
  ] as const) {
    await chooseHere(page, await stage.file(name, content));
    await button(page, 'Check this file').click();
    await verdict(page);
    await expectFine();
    if (name !== 'faulty.csv') await button(page, 'Check another file').click();
  }
  await page.getByLabel('Kind', { exact: true }).selectOption('notice');
  await button(page, 'Show').click();
  await page.getByText('Showing 1 to 3 of 3 findings.').waitFor();
  await expectFine();
  await page.getByLabel('Column', { exact: true }).selectOption('AcademicYear');
  await button(page, 'Show').click();
  await page.getByText('No finding is of this rule, column and kind.').waitFor();
  await expectFine();
});

test('on the upload page: offered, and with findings', async () => {
  const amina = await stage.signIn(AMINA);
  await amina.goto(`/returns/${stage.world.open}/upload`);
  await choose(amina, await stage.file('faulty.csv', await exampleCsv('faulty')));
  await expectFine(amina);
  await button(amina, 'Check it here first').click();
  await verdict(amina);
  await expectFine(amina);
  await button(amina, 'See all findings').click();
  await amina.getByText('Showing 1 to 31 of 31 findings.').waitFor();
  await expectFine(amina);
});

test('by keyboard alone, from the link to the second page of findings and another file', async () => {
  let chosen = '';
  page.on('filechooser', (chooser) => void chooser.setFiles(chosen));
  /** Presses Tab until this has the focus, which must be seen. */
  const tabTo = async (what: RegExp): Promise<void> => {
    for (let tabs = 0; tabs < 120; tabs++) {
      await page.keyboard.press('Tab');
      const now = await focused(page);
      const seen = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement!);
        const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
        return document.activeElement === document.body || outlined || style.boxShadow !== 'none';
      });
      expect(seen, `the focus on ${now}`).toBe(true);
      if (what.test(now)) return;
    }
    throw new Error(`Tab does not lead to ${what}`);
  };
  await page.goto('/sign-in');
  await tabTo(/^a: Check a file before you send it$/);
  await page.keyboard.press('Enter');
  await heading(page, 'Check a file before you send it').waitFor();
  await tabTo(/^a: PTQ outcomes: assessment outcomes/);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${PTQ_CHECK}`);
  await tabTo(/^button: Choose a file/);
  chosen = await stage.file('wrong.csv', allWrong(head, 20));
  await page.keyboard.press('Space');
  await page.getByText('wrong.csv').waitFor();
  await tabTo(/^textarea: Names of your organisation/);
  await page.keyboard.type('Northern Skills Awards');
  await tabTo(/^button: Check this file$/);
  await page.keyboard.press('Enter');
  await verdict(page);
  expect(await focused(page)).toMatch(/^h2: \d+ errors to mend$/);
  await tabTo(/^select: Kind/);
  await tabTo(/^a: Next page$/);
  await page.keyboard.press('Enter');
  await page.getByText(/^Showing 51 to 100 of/).waitFor();
  expect(await focused(page)).toBe('h2: Every finding');
  await page.keyboard.press('Shift+Tab');
  await tabTo(/^button: Show$/);
  await page.reload();
  await tabTo(/^button: Choose a file/);
});

test('without JavaScript the page says that it needs it, and how else', async () => {
  const plain = await (await stage.visit({ javaScriptEnabled: false })).newPage();
  await plain.goto(PTQ_CHECK);
  await plain.getByText('Checking in the browser needs JavaScript').waitFor();
  await plain.getByText('npx garner check FILE --template ptq-assessment-outcomes@2023-08').waitFor();
  await plain.getByRole('link', { name: 'send the file for your return' }).waitFor();
  expect(await plain.locator('form:visible').count()).toBe(0);
  expect(await plain.evaluate(() => document.documentElement.scrollWidth)).toBe(1200);
});
