import { afterAll, beforeAll, expect, test } from 'vitest';
import { HELEN, JACK, type MediaStage, nameOf, openMediaStage, speechFile } from '../media/stage.ts';
import { allSent, chooseFiles, upload } from './media-steps.ts';
import { focused } from './steps.ts';

let stage: MediaStage;

beforeAll(async () => {
  stage = await openMediaStage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

test('what a colleague sends appears, what becomes of it follows, and the focus stays where it is', async () => {
  const helen = await stage.openFiles(HELEN);
  await chooseFiles(helen, [await stage.file(nameOf('0001'), speechFile(1))]);
  await upload(helen, 1);
  await allSent(helen);
  await helen.locator('[data-status=uploaded]').waitFor();
  const words = `a: Delete file ${nameOf('0001')}`;
  await helen.getByRole('link', { name: `Delete file ${nameOf('0001')}` }).focus();
  expect(await focused(helen)).toBe(words);
  const address = helen.url();

  const jack = await stage.openFiles(JACK);
  await chooseFiles(jack, [await stage.file(nameOf('0002'), speechFile(2))]);
  await upload(jack, 1);
  await allSent(jack);

  await helen.locator('#media-files').getByText(nameOf('0002')).first().waitFor();
  await helen.getByText('3 of 9 candidates dealt with').waitFor();
  await helen.waitForFunction(() => document.querySelectorAll('[data-status=uploaded]').length === 2);
  expect(await focused(helen)).toBe(words);
  expect(helen.url()).toBe(address);
});
