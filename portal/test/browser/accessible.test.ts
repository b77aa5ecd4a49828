import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EICAR } from '../../src/platform/scan/testing/samples.ts';
import { AMINA, BEN, exampleCsv, RUTH } from '../factories.ts';
import { until } from '../harness.ts';
import { GatedScanner } from './gate.ts';
import { openStage, type Stage } from './stage.ts';
import { button, choose, heading, send } from './steps.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const WIDE = { width: 1200, height: 900 };
/** 320 CSS pixels: the width at which nothing may need scrolling in two directions (WCAG 1.4.10). */
const NARROW = { width: 320, height: 640 };

const scanner = new GatedScanner();
let stage: Stage;
let nobody: Page;
let amina: Page;

beforeAll(async () => {
  stage = await openStage({ scanner });
  nobody = await (await stage.visit()).newPage();
  amina = await stage.signIn(AMINA);
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

const here = (path: string) => `/returns/${stage.world.open}${path}`;

test('sign in, and sign in refused', async () => {
  await nobody.goto('/sign-in');
  await expectFine(nobody);
  await nobody.getByLabel('E-mail address').fill(AMINA);
  await button(nobody, 'Sign in').click();
  await nobody.getByRole('alert').waitFor();
  await expectFine(nobody);
});

test('pages that say no: 401, 403, 404, 409', async () => {
  const answers: (number | undefined)[] = [];
  const look = async (page: Page, path: string) => {
    answers.push((await page.goto(path))?.status());
    await expectFine(page);
  };
  await look(nobody, '/returns');
  await look(await stage.signIn(RUTH), '/returns');
  await look(amina, `/returns/${stage.world.others}`);
  await look(amina, `/returns/${stage.world.closed}/upload`);
  expect(answers).toEqual([401, 403, 404, 409]);
});

test('My returns: current, and previous while it is empty', async () => {
  await amina.goto('/returns');
  await expectFine(amina);
  await amina.goto('/returns?tab=previous');
  await amina.getByText('No return has been accepted yet.').waitFor();
  await expectFine(amina);
});

test('templates, one template, and Messages while there are none', async () => {
  for (const path of ['/templates', '/templates/ptq-assessment-outcomes/2023-08', '/outbox']) {
    await amina.goto(path);
    await expectFine(amina);
  }
});

test('a return: open, and closed', async () => {
  await amina.goto(here(''));
  await expectFine(amina);
  await amina.goto(`/returns/${stage.world.closed}`);
  await expectFine(amina);
});

test('upload: choosing, refused, confirming', async () => {
  await amina.goto(here('/upload'));
  await expectFine(amina);
  await button(amina, 'Continue').click();
  await amina.getByRole('alert').waitFor();
  await expectFine(amina);
  const long = `${'a-name-without-any-blank-in-it-'.repeat(4)}.csv`;
  await choose(amina, await stage.file(long, await exampleCsv('faulty')));
  await amina.getByText(long).waitFor();
  await expectFine(amina);
});

test('upload: sending, paused, unfinished', async () => {
  const held = Promise.withResolvers<void>();
  await amina.route('**/uploads/*', async (route) => {
    await held.promise;
    await route.abort();
  });
  await button(amina, 'Yes, upload').click();
  await amina.getByText(/^Sending a-name/).waitFor();
  await expectFine(amina);
  await button(amina, 'Pause').click();
  await amina.getByText('The upload is paused').waitFor();
  held.resolve();
  await expectFine(amina);
  await amina.unrouteAll({ behavior: 'ignoreErrors' });
  await amina.goto(here('/upload'));
  await amina.getByText('you began to send').waitFor();
  await expectFine(amina);
});

test('upload: stopped', async () => {
  const page = await stage.signIn(BEN);
  await page.clock.install();
  await page.route('**/uploads/*', (route) => route.abort());
  await send(page, stage.world.open, await stage.file('outcomes.csv', await exampleCsv('faulty')));
  await until('the upload to stop', async () => {
    await page.clock.fastForward(1000);
    return await page.getByText('The upload stopped').isVisible();
  });
  await expectFine(page);
});

test('an attempt: being checked, then failed with its findings, and the return with it', async () => {
  scanner.shut();
  await send(amina, stage.world.open, await stage.file('outcomes.csv', await exampleCsv('faulty')));
  await heading(amina, 'Attempt 1 is being checked').waitFor();
  await expectFine(amina);
  await amina.goto(here(''));
  await expectFine(amina);
  await amina.goto(here('/submissions/1'));
  scanner.open();
  await heading(amina, '28 errors to mend').waitFor();
  await expectFine(amina);
  await amina.goto(here('/submissions/1?severity=notice'));
  await expectFine(amina);
  await amina.goto(here(''));
  await expectFine(amina);
});

test('an attempt: infected', async () => {
  await send(amina, stage.world.open, await stage.file('infected.csv', EICAR));
  await heading(amina, 'The scanner found malware').waitFor();
  await expectFine(amina);
});

test('an attempt: accepted, the return with it, and Previous', async () => {
  await send(amina, stage.world.open, await stage.file('corrected.csv', await exampleCsv('valid')));
  await heading(amina, 'Accepted').waitFor();
  await expectFine(amina);
  for (const path of [here(''), '/returns?tab=previous', here('/upload')]) {
    await amina.goto(path);
    await expectFine(amina);
  }
});

test('Messages and one message', async () => {
  await amina.goto('/outbox');
  await expectFine(amina);
  await amina
    .getByRole('link', { name: /^Failed validation/ })
    .first()
    .click();
  await heading(amina, /^Failed validation/).waitFor();
  await expectFine(amina);
});
