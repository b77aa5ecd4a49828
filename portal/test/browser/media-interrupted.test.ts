import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from '../harness.ts';
import { HELEN, JACK, type MediaStage, nameOf, openMediaStage, speechFile } from '../media/stage.ts';
import { allSent, chooseFiles, line, reviewed, upload } from './media-steps.ts';
import { fillSignIn } from './stage.ts';
import { button, offsetsSent, slowSending } from './steps.ts';

const PIECE = 8 * 1024 * 1024;
/** Of two pieces and a little. */
const LONG = Buffer.concat([speechFile(1), Buffer.alloc(17_000_000, 'so many bytes of speech')]);
const NAME = nameOf('0001');

let stage: MediaStage;
let path: string;

beforeAll(async () => {
  stage = await openMediaStage();
  path = await stage.file(NAME, LONG);
});
afterAll(() => stage?.[Symbol.asyncDispose]());
/** Each story begins with nothing there. */
afterEach(async () => {
  const { db } = stage.garner.context;
  await db.updateTable('media_file').set({ deleted_at: stage.garner.clock.now() }).execute();
  await db.updateTable('upload').set({ state: 'cancelled' }).where('state', '=', 'receiving').execute();
});

/** Lets the first piece through and cuts the rest till it is mended. */
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

test('a cut in mid-upload is waited for, however long, and it goes on by itself where it stopped', async () => {
  const page = await stage.openFiles(HELEN);
  const { tries, mend } = await cutAfterFirstPiece(page);
  await page.clock.install();
  await chooseFiles(page, [path]);
  await upload(page, 1);
  await line(page, NAME)
    .getByText('The connection was interrupted. Trying again by itself; nothing is lost.')
    .waitFor();
  // Longer than the tries of one piece last.
  await until('more tries than one piece has', async () => {
    await page.clock.fastForward(5000);
    return tries() > 8;
  });
  const offsets = offsetsSent(page);
  await mend();
  // No further: what is being sent then would seem to stand still.
  await until('the next try', async () => {
    await page.clock.fastForward(5000);
    return offsets.length > 0;
  });
  await page.getByRole('heading', { name: 'Every file was sent', exact: true }).waitFor();
  expect(offsets[0]).toBe(PIECE);
  await line(page, NAME)
    .getByText(/^Sent\. SHA-256 agrees/)
    .waitFor();
});

test('the browser closed in mid-upload: a colleague chooses the same file elsewhere, and it goes on', async () => {
  const page = await stage.openFiles(HELEN);
  const { tries } = await cutAfterFirstPiece(page);
  await chooseFiles(page, [path]);
  await upload(page, 1);
  await until('the cut', async () => tries() > 0);
  await page.context().close();

  const other = await stage.openFiles(JACK);
  const offsets = offsetsSent(other);
  // Under another name and date, as a copy on another computer may be.
  await chooseFiles(other, [await stage.file('copy of 0001.wav', LONG, new Date('2026-11-21T00:00:00Z'))]);
  await slowSending(other, 4e6);
  await upload(other, 1);
  await line(other, 'copy of 0001.wav').getByText('It was begun before and goes on where it stopped.').waitFor();
  await slowSending(other);
  await allSent(other);
  expect(offsets[0]).toBe(PIECE);
  const files = await stage.garner.context.db
    .selectFrom('media_file')
    .select('name')
    .where('deleted_at', 'is', null)
    .execute();
  expect(files).toEqual([{ name: NAME }]);
});

test('Resume upload takes the file that was begun, and refuses another in words', async () => {
  const before = await stage.openFiles(HELEN);
  const { tries } = await cutAfterFirstPiece(before);
  await chooseFiles(before, [path]);
  await upload(before, 1);
  await until('the cut', async () => tries() > 0);
  await before.context().close();
  // When bytes came is told by the file system: a while after that the upload is no longer arriving.
  const { clock } = stage.garner;
  clock.moveDays(Math.max(0, (Date.now() - clock.now().getTime()) / 86_400_000) + 0.01);

  const page = await stage.openFiles(HELEN);
  const resume = async (file: string): Promise<void> => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('link', { name: `Resume upload of ${NAME}` }).click(),
    ]);
    await chooser.setFiles(file);
  };
  const other = Buffer.from(LONG);
  other[9_000_000]! ^= 1;
  other[0]! ^= 1;
  await resume(await stage.file(NAME, other));
  await page.getByRole('alert').getByText(`“${NAME}” is not the file that was begun`).first().waitFor();
  const offsets = offsetsSent(page);
  await resume(path);
  await allSent(page);
  expect(offsets[0]).toBe(PIECE);
});

test('pause, go on and cancel: one, and all', async () => {
  const page = await stage.openFiles(HELEN);
  await slowSending(page, 2e6);
  const second = nameOf('0002');
  await chooseFiles(page, [path, await stage.file(second, Buffer.concat([LONG, Buffer.from('more')]))]);
  await upload(page, 2);
  await page.waitForFunction(
    () => (document.querySelector<HTMLProgressElement>('.garner-sending progress')?.value ?? 0) > 1e5,
  );
  await button(page, `Pause ${NAME}`).click();
  await line(page, NAME).getByText('Paused. What was sent is kept.').waitFor();
  await button(page, 'Pause all').click();
  await line(page, second).getByText('Paused. What was sent is kept.').waitFor();
  expect(await page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))).toBe(false);
  await button(page, `Cancel ${second}`).click();
  await line(page, second).getByText('Cancelled. What was sent of it was removed.').waitFor();
  await button(page, 'Go on with all').click();
  expect(await page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))).toBe(true);
  await slowSending(page);
  await allSent(page);
  await until('one file in the list', async () => (await page.locator('[data-file]').count()) === 1);
});

test('the session ends in mid-upload: it is said, everything is kept, and it goes on after signing in', async () => {
  const page = await stage.openFiles(HELEN);
  const { tries, mend } = await cutAfterFirstPiece(page);
  await chooseFiles(page, [path]);
  await upload(page, 1);
  await until('the cut', async () => tries() > 0);
  await stage.garner.context.db.deleteFrom('session').execute();
  await mend();
  await page.getByText('Your session has ended. Nothing is lost').waitFor();
  await button(page, 'Go on').click();
  await page.getByText('You are not signed in yet.').waitFor();
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Sign in (opens in a new tab)' }).click(),
  ]);
  await fillSignIn(tab, HELEN);
  const offsets = offsetsSent(page);
  await button(page, 'Go on').click();
  await allSent(page);
  expect(offsets[0]).toBe(PIECE);
});

test('a file that changed on its way is said to be; one that is here already is not sent again', async () => {
  const page = await stage.openFiles(HELEN);
  const short = await stage.file(nameOf('0003'), speechFile(5));
  await chooseFiles(page, [short]);
  await upload(page, 1);
  await allSent(page);
  await chooseFiles(page, [await stage.file('0004.wav', speechFile(5))]);
  expect(await reviewed(page)).toBe('1 to look at.');
  await upload(page, 1);
  await line(page, '0004.wav').getByText('This file is here already').waitFor();

  await page.route('**/sent', (route) => route.continue({ postData: JSON.stringify({ sha256: '0'.repeat(64) }) }));
  await chooseFiles(page, [await stage.file(nameOf('0006'), speechFile(6))]);
  await upload(page, 1);
  await line(page, nameOf('0006')).getByText('What arrived is not what is on this computer').waitFor();
});
