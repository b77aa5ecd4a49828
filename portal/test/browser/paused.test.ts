import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA } from '../factories.ts';
import { fillSignIn, openStage, type Stage } from './stage.ts';
import { button, choose, focused, heading, offsetsSent, send, slowSending } from './steps.ts';

const PIECE = 8 * 1024 * 1024;
const VERDICT = 'The file could not be read as this template';

let stage: Stage;
let path: string;

beforeAll(async () => {
  stage = await openStage();
  path = await stage.file('outcomes.csv', 'no,such,template\n'.repeat(1_200_000));
});
afterAll(() => stage?.[Symbol.asyncDispose]());

test('Pause stops without alarm, Go on goes on', async () => {
  const page = await stage.signIn(AMINA);
  await slowSending(page, 4e6);
  const offsets = offsetsSent(page);
  await send(page, stage.world.open, path);
  await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 2e6);
  await button(page, 'Pause').click();
  await page.getByText('What was sent is kept. You can go on now, or later').first().waitFor();
  expect(await focused(page)).toBe('h2: The upload is paused');
  expect(await page.getByRole('progressbar').getAttribute('class')).toBe('garner-progress');
  await slowSending(page);
  await button(page, 'Go on').click();
  await heading(page, VERDICT).waitFor();
  expect(offsets[1]).toBeGreaterThan(0);
});

test('a paused upload can be cancelled, and is gone', async () => {
  const page = await stage.signIn(AMINA);
  await slowSending(page, 4e6);
  await send(page, stage.world.open, path);
  await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 1e6);
  await button(page, 'Pause').click();
  await button(page, 'Cancel this upload').click();
  await button(page, 'Continue').waitFor();
  expect(await page.getByText('you began to send').count()).toBe(0);
  await choose(page, path);
  expect(await page.getByText('You began to send this file before.').count()).toBe(0);
});

test('cancelled in another tab, it says that it is gone and offers to begin again', async () => {
  const page = await stage.signIn(AMINA);
  await slowSending(page, 4e6);
  await send(page, stage.world.open, path);
  await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 1e6);
  const other = await page.context().newPage();
  await other.goto(`/returns/${stage.world.open}/upload`);
  await other.getByText('you began to send outcomes.csv').waitFor();
  await button(other, 'Cancel this upload').click();
  await button(other, 'Cancel this upload').waitFor({ state: 'detached' });
  await slowSending(page);
  await page.getByText('What was sent is no longer there; it may have been cancelled.').first().waitFor();
  await button(page, 'Send it again from its start').click();
  await heading(page, VERDICT).waitFor();
});

test('a session that ends in mid-upload: sign in again, choose the file, and it goes on', async () => {
  const page = await stage.signIn(AMINA);
  const offsets = offsetsSent(page);
  let pieces = 0;
  await page.route('**/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH' && pieces++ === 1)
      await stage.garner.context.db.deleteFrom('session').execute();
    await route.continue();
  });
  await send(page, stage.world.open, path);
  await page
    .getByText('Your session has ended. Nothing failed validation, and what was sent is kept.')
    .first()
    .waitFor();
  await button(page, 'Sign in and go on').click();
  await fillSignIn(page, AMINA);
  await choose(page, path);
  await page.getByText('It goes on where it stopped.').waitFor();
  await button(page, 'Yes, upload').click();
  await heading(page, VERDICT).waitFor();
  expect(offsets).toEqual([0, PIECE, PIECE, 2 * PIECE]);
});
