/** The pages about organisations: no violation of WCAG 2.2 AA, wide and narrow, and the journeys work by keyboard and mouse. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOrganisation } from '../../src/modules/organisations/index.ts';
import { addTestPerson } from '../factories.ts';
import { openStage, type Stage } from './stage.ts';
import { button, heading } from './steps.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const WIDE = { width: 1200, height: 900 };
const NARROW = { width: 320, height: 640 };
const CARLA = 'carla@regulator.example';
const LONG = `Saint-${'Aloysius-'.repeat(12)}College`;

let stage: Stage;
let page: Page;
let centre: number;
let council: number;

beforeAll(async () => {
  stage = await openStage();
  const { context } = stage.garner;
  const { db } = context;
  const { id: regulator } = await db
    .selectFrom('organisation')
    .select('id')
    .where('kind', '=', 'regulator')
    .executeTakeFirstOrThrow();
  const permissions = ['Collector Administrator', 'Organisation Administrator'] as const;
  await addTestPerson(db, context, { name: 'Carla Voss', email: CARLA, organisationId: regulator, permissions });
  centre = await addOrganisation(db, { kind: 'centre', name: LONG, otherNames: ['SAC'], urn: '990101' });
  await addOrganisation(db, { kind: 'centre', name: 'Dale School', otherNames: [], ncn: '09901' });
  council = await addOrganisation(db, { kind: 'local-authority', name: 'Northbury Council', otherNames: [] });
  for (let at = 10; at < 32; at++)
    await addOrganisation(db, { kind: 'supplier', name: `Supplier ${at}`, otherNames: [] });
  page = await stage.signIn(CARLA);
});
afterAll(() => stage?.[Symbol.asyncDispose]());

async function expectFine(): Promise<void> {
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

test('the list, one organisation, and forms as they begin', async () => {
  const one = `/organisations/${centre}`;
  for (const path of ['/organisations', '/organisations/add', one, `${one}/edit`, `${one}/rename`, `${one}/close`]) {
    await page.goto(path);
    await expectFine();
  }
});

test('adding: refused with links to the fields, then added', async () => {
  await page.goto('/organisations/add');
  await page.getByLabel('Name', { exact: true }).fill('Hill Road College');
  await page.getByLabel('Centre (school or college)').check();
  await page.getByLabel('Unique reference number (URN)').fill('99');
  await button(page, 'Add organisation').click();
  await page.getByRole('alert').getByRole('link', { name: 'Enter the URN as 6 digits, such as 990101' }).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('urn');
  await expectFine();
  await page.getByLabel('Unique reference number (URN)').fill('990102');
  await button(page, 'Add organisation').click();
  await heading(page, 'Hill Road College').waitFor();
  await expectFine();
});

test('a relation: searched for, added, changed', async () => {
  await page.goto(`/organisations/${council}/relations/add`);
  await expectFine();
  await page.getByLabel('is agent of …').check();
  await page.getByLabel('Name or identifier').fill('Saint');
  await button(page, 'Search').click();
  await page.getByLabel(LONG).check();
  await expectFine();
  await button(page, 'Add relation').click();
  await page.getByText('The relation was added.').waitFor();
  await expectFine();
  await page.getByRole('link', { name: /^Change or end/ }).click();
  await page.getByLabel('Last day (optional)').fill('2027');
  await button(page, 'Save').click();
  await page.getByRole('alert').waitFor();
  await expectFine();
});

test('changed meanwhile', async () => {
  await page.goto(`/organisations/${centre}/edit`);
  const { db } = stage.garner.context;
  await db
    .updateTable('organisation')
    .set((set) => ({ phone: '01632 960101', version: set('version', '+', 1) }))
    .where('id', '=', centre)
    .execute();
  await page.getByLabel('Website').fill('https://aloysius.example');
  await button(page, 'Save').click();
  await page.getByText('Phone: “01632 960101”').waitFor();
  await expectFine();
});

test('merging: choosing and looking over', async () => {
  await page.goto(`/organisations/${centre}/merge`);
  await page.getByLabel('Name or identifier').fill('09901');
  await button(page, 'Search').click();
  await page.getByRole('link', { name: 'Dale School' }).waitFor();
  await expectFine();
  await page.getByRole('link', { name: 'Dale School' }).click();
  await button(page, 'Merge').waitFor();
  await expectFine();
});

test('importing: faults, then what it would do, then done', async () => {
  const head = 'Name,Kind,RecognitionNumber,UKPRN,URN,LAESTAB,NCN,ContactEmail,Phone,PostalAddress,Website,OtherNames';
  const send = async (...rows: string[]) => {
    await page.goto('/organisations/import');
    await page.getByLabel('Choose a file').setInputFiles(await stage.file('list.csv', [head, ...rows, ''].join('\n')));
    await button(page, 'Check this file').click();
  };
  await send('Ford School,school,,,,,,,,,,');
  await page.getByRole('heading', { name: 'What was found' }).waitFor();
  await expectFine();
  await send(
    'Ford School,centre,,,,,,,,,,',
    'Dale School,centre,,,,,,,01632 960102,,,',
    'Dale Sch\u043eol,centre,,,,,,,,,,',
  );
  await heading(page, 'What the file would do').waitFor();
  await expectFine();
  await button(page, 'Import').click();
  await page.getByText('The file was imported.').waitFor();
});

test('my organisation and its profile', async () => {
  for (const path of ['/organisation', '/organisation/profile']) {
    await page.goto(path);
    await expectFine();
  }
});
