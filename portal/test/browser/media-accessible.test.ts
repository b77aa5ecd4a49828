import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HELEN, type MediaStage, nameOf, openMediaStage, speechFile } from '../media/stage.ts';
import { allSent, asked, chooseFiles, line, upload } from './media-steps.ts';
import { button, focused, slowSending } from './steps.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const WIDE = { width: 1200, height: 900 };
const NARROW = { width: 320, height: 640 };

let stage: MediaStage;

beforeAll(async () => {
  stage = await openMediaStage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

/** No violation of WCAG 2.2 AA, wide and narrow, and no scrolling sideways. */
async function expectFine(page: Page): Promise<void> {
  for (const size of [NARROW, WIDE]) {
    await page.setViewportSize(size);
    const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
  }
}

/** Presses Tab till this has the focus. */
async function tabTo(page: Page, what: string): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    const now = await focused(page);
    if (now === what) return;
    seen.push(now);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${what}, only to ${seen.join('; ')}`);
}

test('choosing, the review, sending, paused, and what was sent: axe and 320 pixels', async () => {
  const page = await stage.openFiles(HELEN);
  await expectFine(page);
  const long = `${'a-name-without-any-blank-'.repeat(6)}.wav`;
  const names = [nameOf('0001'), nameOf('0042'), long, 'odd.exe', '0004.wav'];
  await chooseFiles(page, await Promise.all(names.map((name, at) => stage.file(name, speechFile(at, 10)))));
  await expectFine(page);
  await slowSending(page, 2e4);
  await upload(page, 3);
  await line(page, nameOf('0001'))
    .getByText(/sent \(/)
    .waitFor();
  await expectFine(page);
  await button(page, 'Pause all').click();
  await button(page, 'Cancel all').click();
  await page.getByText('Cancel every file that is not sent yet?').waitFor();
  await expectFine(page);
  await button(page, 'No, go on').click();
  await slowSending(page);
  await button(page, 'Go on with all').click();
  await allSent(page);
  await line(page, nameOf('0001')).locator('summary').click();
  await expectFine(page);
});

test('the review for several candidates, and the notice that the session ended', async () => {
  const page = await stage.openFiles(HELEN, stage.media.pairs);
  await chooseFiles(page, [await stage.file('pair.wav', speechFile(20))]);
  await line(page, 'pair.wav').locator('summary').click();
  await expectFine(page);
  await page.route('**/uploads', (route) => route.fulfill({ status: 401, body: '{}' }));
  await line(page, 'pair.wav').getByLabel('0001 CRAWFORD, EVE').check();
  await upload(page, 1);
  await page.getByText('Your session has ended.').waitFor();
  await expectFine(page);
});

test('by keyboard alone: a candidate chosen, another file removed, sent, paused and gone on with', async () => {
  const page = await stage.openFiles(HELEN);
  const [recording, odd] = [await stage.file('recording.wav', speechFile(30, 10)), await stage.file('odd.exe', 'x')];
  await tabTo(page, 'input: Choose files');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  await chooser.setFiles([recording, odd]);
  await page.getByText('1 to look at, 1 that cannot be sent.').waitFor();
  expect(await focused(page)).toBe('h2: Look at these 2 files before you upload');
  await tabTo(page, 'button: Remove odd.exe');
  await page.keyboard.press('Enter');
  expect(await focused(page)).toBe('button: Remove recording.wav');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  expect(await focused(page)).toBe('select: Candidate for recording.wav');
  await page.keyboard.type('0006');
  await page.getByText('1 sure.').waitFor();
  await slowSending(page, 2e4);
  await tabTo(page, 'button: Upload 1 file');
  await page.keyboard.press('Enter');
  await line(page, 'recording.wav')
    .getByText(/sent \(/)
    .waitFor();
  expect(await focused(page)).toBe('h2: Sending files');
  await tabTo(page, 'button: Pause recording.wav');
  await page.keyboard.press('Enter');
  await line(page, 'recording.wav').getByText('Paused.').waitFor();
  expect(await focused(page)).toBe('button: Go on recording.wav');
  await slowSending(page);
  await page.keyboard.press('Enter');
  await allSent(page);
});

test('three hundred files are looked at, and the page answers meanwhile', async () => {
  const page = await stage.openFiles(HELEN);
  const requests = asked(page);
  const names = Array.from({ length: 300 }, (_, at) => `16677_8698SF_000${(at % 8) + 1}_${at}.wav`);
  const paths = await Promise.all(names.map((name, at) => stage.file(name, `RIFF ${at}`)));
  await page.evaluate(() => {
    let last = performance.now();
    let longest = 0;
    const tick = (): void => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      document.documentElement.dataset['longest'] = String(longest);
      setTimeout(tick, 0);
    };
    tick();
  });
  await chooseFiles(page, paths);
  expect(await page.locator('.garner-review__file').count()).toBe(300);
  expect(requests.filter((one) => !one.startsWith('GET'))).toEqual([]);
  // Generous, as the machine may be busy; a page that draws all of it again for each file takes many times this.
  expect(Number(await page.evaluate(() => document.documentElement.dataset['longest']))).toBeLessThan(3000);
});
