import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addTestPerson } from '../factories.ts';
import { openStage, type Stage } from './stage.ts';
import { button, heading } from './steps.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const WIDE = { width: 1200, height: 900 };
const NARROW = { width: 320, height: 640 };
const ANNA = 'anna.with.a.long.address@administration.northern.example';
const CARL = 'carl@northern.example';

let stage: Stage;
let anna: Page;

beforeAll(async () => {
  stage = await openStage();
  const { context } = stage.garner;
  await context.db.transaction().execute(async (trx) => {
    for (const [name, email] of [
      ['Anna Berg', ANNA],
      ['Carl Diaz', CARL],
    ] as const) {
      await addTestPerson(trx, context, {
        name,
        email,
        organisationId: stage.world.northern,
        permissions: ['Organisation Administrator'],
      });
    }
  });
  anna = await stage.signIn(ANNA);
});
afterAll(() => stage?.[Symbol.asyncDispose]());

/** No violation of WCAG 2.2 AA, wide and narrow, and no scrolling sideways. */
async function expectFine(page: Page): Promise<void> {
  for (const size of [NARROW, WIDE]) {
    await page.setViewportSize(size);
    const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
    const where = `${page.url()} at ${size.width}`;
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      where,
    ).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `width of ${where}`).toBe(size.width);
  }
}

test('every page about people is accessible, from adding somebody to deleting them', async () => {
  await anna.goto('/organisation/users');
  await expectFine(anna);
  await button(anna, 'Add user').click();
  await heading(anna, 'Add a user').waitFor();
  await expectFine(anna);
  await button(anna, 'Add user and send the invitation').click();
  await anna.getByRole('alert').waitFor();
  await expectFine(anna);
  await anna.getByLabel('Full name').fill('Nadia Green');
  await anna.getByLabel('E-mail address', { exact: true }).fill('nadia@northern.example');
  await anna.getByLabel('Approver').check();
  await button(anna, 'Add user and send the invitation').click();
  await heading(anna, 'Give Nadia Green power over others?').waitFor();
  await expectFine(anna);
  await button(anna, 'Give the permission').click();
  await anna.getByText('Nadia Green has the permission now').waitFor();
  await expectFine(anna);
  await anna.goto('/organisation/users');
  for (const text of ['Reset password of Amina Patel', 'Delete Amina Patel']) {
    await anna.getByRole('link', { name: text }).click();
    await button(anna, text.startsWith('Delete') ? 'Delete' : 'Send the link').waitFor();
    await expectFine(anna);
    await anna.getByRole('link', { name: 'Cancel' }).click();
    await heading(anna, 'Manage users').waitFor();
  }
  await anna.getByRole('link', { name: 'Edit Amina Patel' }).click();
  await anna.getByRole('link', { name: 'Reset second steps' }).click();
  await heading(anna, /^Reset the second steps/).waitFor();
  await expectFine(anna);
});

test('adding people from a file is accessible: the form, a file that is refused, what it would do, what it did', async () => {
  const head = 'Name,Email,Phone,JobTitles,Permissions,AccessUntil';
  const long = `${'someone-with-a-long-address-'.repeat(2)}@administration.northern.example`;
  await anna.goto('/organisation/users/import');
  await expectFine(anna);
  const send = async (name: string, rows: readonly string[]) => {
    await anna.getByLabel('Choose a file').setInputFiles(await stage.file(name, [head, ...rows].join('\r\n')));
    await button(anna, 'Check this file').click();
  };
  await send(`${'a-name-without-any-blank-in-it-'.repeat(4)}.csv`, [
    `Nia Owen,${'nobody'.repeat(12)},,,Everything,soon`,
  ]);
  await anna.getByRole('alert').waitFor();
  await expectFine(anna);
  await send('people.csv', [
    `Nia Owen,${long},,Data Manager,Data Submissions,2027-07-31`,
    'Amina Patel,amina@northern.example,,,,none',
    'Ola Berg,ola@northern.example,,,Organisation Administrator,none',
  ]);
  await heading(anna, 'What the file would do').waitFor();
  await expectFine(anna);
  await button(anna, 'Add these people').click();
  await heading(anna, 'The people of this file were added').waitFor();
  await expectFine(anna);
});

test('without JavaScript: two people delete somebody together', async () => {
  const plain = { javaScriptEnabled: false };
  const page = await stage.signIn(ANNA, plain);
  await page.goto('/organisation/settings');
  await page.getByRole('link', { name: /^Switch on/ }).click();
  await button(page, 'Switch it on').click();
  await page.getByText('On: a second person must agree').waitFor();
  await page.goto('/organisation/users?search=ben');
  await page.getByRole('link', { name: 'Delete Ben Ito' }).click();
  await button(page, 'Delete').click();
  await page.getByText('Ben Ito is not deleted yet').waitFor();
  await anna.goto('/organisation/acts');
  await expectFine(anna);
  await anna.goto('/organisation/settings');
  await expectFine(anna);
  const carl = await stage.signIn(CARL, plain);
  await carl.goto('/organisation/acts');
  await carl.getByRole('link', { name: 'Agree to this: Delete Ben Ito' }).click();
  await button(carl, 'Agree').click();
  await carl.getByText('You agreed, and it was done').waitFor();
  await page.goto('/organisation/users?search=ben');
  await page.getByText('Nobody matches').waitFor();
});
