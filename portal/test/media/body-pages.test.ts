/** The awarding body's pages in a real browser: no violation of WCAG 2.2 AA, no scrolling sideways, wide and narrow. */
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import type { Visitor } from '../visitor.ts';
import { type BodyStage, openBodyStage } from './body-stage.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const WIDTHS = [320, 1200];
const PATIENCE_MS = 120_000;

let stage: BodyStage;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let origin: string;
let french: string;

beforeAll(async () => {
  stage = await openBodyStage();
  const { marshLane, hilltop } = stage;
  const [first, second] = await stage.enter('5970/S', marshLane, 2);
  await stage.enter('8638/SF', hilltop, 2);
  french = await stage.file({
    ...{ code: '5970/S', centreId: marshLane, name: `${'a long name '.repeat(10)}.mp3`, candidates: [first!] },
    news: { notices: [{ code: 'clipping', from: 3, to: 4, words: 'The sound is overdriven from 0:03 to 0:04.' }] },
  });
  await stage.file({
    ...{ code: '8638/SF', centreId: hilltop, name: 'bad.mp3' },
    news: { status: 'failed', failure: 'infected', detail: 'Eicar-Test' },
  });
  await stage.excuse('5970/S', marshLane, [second!]);
  await stage.submit('5970/S', marshLane);
  await stage.garner.app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(stage.garner.app.server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
}, PATIENCE_MS);
afterAll(async () => {
  await browser?.close();
  await stage?.[Symbol.asyncDispose]();
});

/** A page of a browser where this person has signed in. */
async function pageOf(visitor: Visitor): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1200, height: 900 } });
  await context.addCookies([{ name: 'garner_session', value: visitor.cookies.get('garner_session')!, url: origin }]);
  return await context.newPage();
}

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

test(
  'of who sets up',
  async () => {
    const page = await pageOf(stage.saul);
    const session = `/recordings/sessions/${stage.session}`;
    const places = ['/recordings', '/recordings/sessions/new', `${session}/components`, `${session}/entries`];
    for (const place of [...places, `/recordings/components/${stage.component('5970/S')}/edit`]) {
      await page.goto(place);
      await expectFine(page);
    }
    await page.getByLabel('Component code').fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    await expectFine(page);
    await page.goto(`${session}/entries`);
    await page.getByLabel('The whole list of the session').check();
    const rows = ['CentreNumber,ComponentCode,CandidateNumber,Surname,Forename', '16677,5970/S,0001,A,B', '1,2,3,4,5'];
    const file = (lines: string[]) => ({
      name: 'entries.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(lines.join('\n')),
    });
    await page.getByLabel('Choose a file').setInputFiles(file(rows));
    await page.getByRole('button', { name: 'Check this file' }).click();
    await page.getByRole('heading', { name: 'What was found' }).waitFor();
    await expectFine(page);
    await page.getByLabel('The whole list of the session').check();
    await page.getByLabel('Choose a file').setInputFiles(file([...rows.slice(0, 2), '99999,5970/S,0001,A,B']));
    await page.getByRole('button', { name: 'Check this file' }).click();
    await page.getByRole('heading', { name: 'What the file would do' }).waitFor();
    await expectFine(page);
    await page.getByRole('button', { name: 'Give up' }).click();
    await page.getByText('Nothing was changed').waitFor();
  },
  PATIENCE_MS,
);

test(
  'of who collects',
  async () => {
    const page = await pageOf(stage.petra);
    const session = `/recordings/sessions/${stage.session}`;
    const materials = `/recordings/components/${stage.component('5970/S')}/materials`;
    const work = `/recordings/components/${stage.component('5970/S')}/centres/${stage.marshLane}`;
    const open = `/recordings/components/${stage.component('8638/SF')}/centres/${stage.hilltop}`;
    const places = [
      materials,
      `${materials}?centre=${stage.marshLane}`,
      work,
      `${work}/reopening`,
      `${open}/extension`,
    ];
    for (const place of [...places, `${session}/quarantine`, `${session}/destruction`]) {
      await page.goto(place);
      await expectFine(page);
    }
    await page.goto(session);
    await expectFine(page);
    await page.getByLabel('Choose Hilltop College, 8638/SF').check();
    await page.getByRole('button', { name: 'Chase those chosen' }).click();
    await page.getByText('A message is on its way to 1 centre.').waitFor();
    await page.goto(work);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.goto(`/recordings/files/${french}`).catch(() => undefined),
    ]);
    expect(download.suggestedFilename()).toContain('a long name');
  },
  PATIENCE_MS,
);
