import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AMINA, exampleCsv } from '../factories.ts';
import { GatedScanner } from './gate.ts';
import { openStage, type Stage } from './stage.ts';
import { heading, send } from './steps.ts';

const scanner = new GatedScanner();
let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ scanner });
});
afterAll(() => stage?.[Symbol.asyncDispose]());
beforeEach(() => scanner.shut());

test('a file that is not scanned yet cannot be asked for', async () => {
  const page = await stage.signIn(AMINA);
  await send(page, stage.world.open, await stage.file('outcomes.csv', await exampleCsv('faulty')));
  await page.getByText('Scanning the file.').first().waitFor();
  expect(await page.getByRole('link', { name: 'outcomes.csv' }).count()).toBe(0);
  scanner.open();
  await page.getByRole('link', { name: 'outcomes.csv' }).waitFor();
});

test('news that breaks off is taken up again by itself', async () => {
  const page = await stage.signIn(AMINA);
  await send(page, stage.world.open, await stage.file('outcomes.csv', await exampleCsv('faulty')));
  await page.getByText('Scanning the file.').first().waitFor();
  const again = page.waitForRequest(/\/events$/);
  stage.garner.app.server.closeAllConnections();
  await again;
  scanner.open();
  await heading(page, '28 errors to mend').waitFor();
});

test('when the session ends while a file is checked, the page asks to sign in and leads back', async () => {
  const page = await stage.signIn(AMINA);
  await send(page, stage.world.open, await stage.file('outcomes.csv', await exampleCsv('faulty')));
  await page.getByText('Scanning the file.').first().waitFor();
  const { pathname } = new URL(page.url());
  await stage.garner.context.db.deleteFrom('session').execute();
  stage.garner.app.server.closeAllConnections();
  await heading(page, 'Sign in to go on').waitFor();
  const signIn = await page.getByRole('button', { name: 'Sign in' }).getAttribute('href');
  expect(signIn).toBe(`/sign-in?next=${encodeURIComponent(pathname)}`);
  scanner.open();
});
