import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AMINA } from '../factories.ts';
import { until } from '../harness.ts';
import { openStage, type Stage } from './stage.ts';
import { button, choose, focused, heading, offsetsSent, send, slowSending } from './steps.ts';

const PIECE = 8 * 1024 * 1024;
const NOT_VALIDATION = 'The connection was interrupted. Nothing failed validation, and what was sent is kept.';
/** What an attempt with these bytes ends as: the point here is that it arrives, whole. */
const VERDICT = 'The file could not be read as this template';
const CONTENT = Buffer.from('no,such,template\n'.repeat(1_200_000));

let stage: Stage;
let path: string;

beforeAll(async () => {
  stage = await openStage();
  path = await stage.file('outcomes.csv', CONTENT);
});
afterAll(() => stage?.[Symbol.asyncDispose]());
afterEach(async () => {
  await stage.garner.context.db
    .updateTable('upload')
    .set({ state: 'cancelled' })
    .where('state', '=', 'receiving')
    .execute();
});

/** Cuts the page's connection for uploads once the first piece has arrived, until it is mended. */
async function cutAfterFirstPiece(page: Page): Promise<{ tries: () => number; mend: () => Promise<void> }> {
  let pieces = 0;
  let tries = 0;
  const cut = async (route: Route): Promise<void> => {
    if (route.request().method() === 'PATCH' && pieces++ === 0) return await route.continue();
    if (pieces < 2) return await route.continue();
    tries++;
    await route.abort('connectionreset');
  };
  await page.route('**/uploads/*', cut);
  return { tries: () => tries, mend: () => page.unroute('**/uploads/*', cut) };
}

/** Lets the waits between tries pass, until this is shown. */
async function passTimeUntil(page: Page, text: string): Promise<void> {
  await until(text, async () => {
    await page.clock.fastForward(1000);
    return await page.getByText(text).first().isVisible();
  });
}

/** Begins to send, is cut off for good after the first piece; shows the upload page that says so. */
async function cutOff(page: Page): Promise<() => Promise<void>> {
  const { mend } = await cutAfterFirstPiece(page);
  await page.clock.install();
  await send(page, stage.world.open, path);
  await passTimeUntil(page, NOT_VALIDATION);
  return mend;
}

async function arrives(page: Page): Promise<void> {
  await heading(page, VERDICT).waitFor();
  expect(await page.getByText(`(${CONTENT.length.toLocaleString('en-GB')} bytes)`).isVisible()).toBe(true);
}

test('a cut is red only when the tries are over, is not called a failed validation, and Go on goes on', async () => {
  const page = await stage.signIn(AMINA);
  const { tries, mend } = await cutAfterFirstPiece(page);
  await page.clock.install();
  await send(page, stage.world.open, path);
  const bar = page.getByRole('progressbar');
  const isRed = () =>
    bar.evaluate((one) => {
      const [red, green, blue] = getComputedStyle(one).borderTopColor.match(/\d+/g)!.map(Number) as [
        number,
        number,
        number,
      ];
      return red > 2 * Math.max(green, blue);
    });
  await page.getByText('The connection was interrupted. Trying again; nothing is lost.').first().waitFor();
  expect(await isRed()).toBe(false);
  await passTimeUntil(page, NOT_VALIDATION);
  expect(await isRed()).toBe(true);
  expect(tries()).toBe(7);
  expect(await focused(page)).toBe('h2: The upload stopped');
  const reached = await bar.evaluate((one: HTMLProgressElement) => one.value);
  expect(reached).toBeGreaterThanOrEqual(PIECE);

  await mend();
  const offsets = offsetsSent(page);
  await button(page, 'Go on').click();
  await arrives(page);
  expect(offsets[0]).toBe(PIECE);
});

test('after the page is loaded again, choosing the same file goes on where it stopped', async () => {
  const page = await stage.signIn(AMINA);
  const mend = await cutOff(page);
  await mend();
  await page.reload();
  await page.getByText('you began to send outcomes.csv (20 MB), and it is not finished.').waitFor();
  await choose(page, path);
  await page.getByText('You began to send this file before. It goes on where it stopped.').waitFor();
  const offsets = offsetsSent(page);
  await button(page, 'Yes, upload').click();
  await arrives(page);
  expect(offsets[0]).toBe(PIECE);
});

test('after the browser is started again, it goes on too; a changed file of the same name does not', async () => {
  const before = await stage.signIn(AMINA);
  await cutOff(before);
  await before.context().close();

  const page = await stage.signIn(AMINA);
  await page.goto(`/returns/${stage.world.open}/upload`);
  const changed = await stage.file('outcomes.csv', CONTENT, new Date('2026-11-21T12:00:00Z'));
  await choose(page, changed);
  await page.getByText('Do you want to upload this file?').waitFor();
  expect(await page.getByText('You began to send this file before.').count()).toBe(0);
  await button(page, 'Choose another file').click();
  const offsets = offsetsSent(page);
  await choose(page, path);
  await button(page, 'Yes, upload').click();
  await arrives(page);
  expect(offsets[0]).toBe(PIECE);
});

test('when the server drops every connection in mid-piece, it goes on by itself from what arrived', async () => {
  const page = await stage.signIn(AMINA);
  await slowSending(page, 4e6);
  const offsets = offsetsSent(page);
  await send(page, stage.world.open, path);
  await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 3e6);
  stage.garner.app.server.closeAllConnections();
  await until('the next piece', async () => offsets.length > 1);
  await slowSending(page);
  await arrives(page);
  expect(offsets[0]).toBe(0);
  expect(offsets[1]).toBeGreaterThan(1e6);
  expect(offsets[1]).toBeLessThan(PIECE);
});

test('without a network nothing is begun, and it is said that it was not the file', async () => {
  const page = await stage.signIn(AMINA);
  await page.goto(`/returns/${stage.world.open}/upload`);
  await choose(page, path);
  await page.context().setOffline(true);
  await button(page, 'Yes, upload').click();
  await page.getByText('Garner did not answer. Check your connection, then press Continue again.').waitFor();
  await page.context().setOffline(false);
  await button(page, 'Continue').click();
  await button(page, 'Yes, upload').click();
  await arrives(page);
});
