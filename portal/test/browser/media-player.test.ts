import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { speech, wav } from '../../src/platform/media/testing/samples.ts';
import { HELEN, type MediaStage, nameOf, openMediaStage } from '../media/stage.ts';
import { allSent, chooseFiles, upload } from './media-steps.ts';
import { button } from './steps.ts';

let stage: MediaStage;
let page: Page;
let address: string;

beforeAll(async () => {
  stage = await openMediaStage();
  page = await stage.openFiles(HELEN);
  await chooseFiles(page, [await stage.file(nameOf('0001'), withGap())]);
  await upload(page, 1);
  await allSent(page);
  const link = page.locator('#media-files a[target=_blank]').first();
  await link.waitFor();
  address = (await link.getAttribute('href'))!;
});
afterAll(() => stage?.[Symbol.asyncDispose]());

/** Five seconds of speech, thirty of silence, five of speech. */
function withGap(): Buffer {
  const { sampleRate, channels } = speech(1, 5, 8000);
  const samples = new Float32Array(40 * sampleRate);
  samples.set(channels[0]!);
  samples.set(channels[0]!, 35 * sampleRate);
  return wav({ sampleRate, channels: [samples] });
}

async function open(query = ''): Promise<void> {
  await page.goto(`${address}${query}`);
  await page.waitForFunction(() => (document.getElementById('media') as HTMLMediaElement).readyState > 0);
}

const state = () =>
  page.evaluate(() => {
    const { currentTime, playbackRate, paused } = document.getElementById('media') as HTMLMediaElement;
    return { at: Math.round(currentTime), speed: playbackRate, paused };
  });
/** How far the line is on the waveform, from 0 to 1. */
const placeOfLine = () =>
  page.evaluate(() => {
    const waveform = document.getElementById('waveform') as unknown as SVGSVGElement;
    return Number(document.getElementById('waveform-place')!.getAttribute('x1')) / waveform.viewBox.baseVal.width;
  });

test('the buttons: forward and back, and the speeds', async () => {
  await open();
  await button(page, 'Forward 5 seconds').click();
  await button(page, 'Forward 5 seconds').click();
  await button(page, 'Back 5 seconds').click();
  expect((await state()).at).toBe(5);
  await button(page, '1.5 ×').click();
  expect((await state()).speed).toBe(1.5);
  expect(await button(page, '1.5 ×').getAttribute('aria-pressed')).toBe('true');
  expect(await button(page, '1 ×').getAttribute('aria-pressed')).toBe('false');
});

test('the keys do the same, and are listed in words', async () => {
  await open();
  await page.locator('body').press('ArrowRight');
  await page.locator('body').press('.');
  expect(await state()).toMatchObject({ at: 5, speed: 1.25 });
  await page.locator('body').press('ArrowLeft');
  await page.locator('body').press(',');
  await page.locator('body').press(',');
  await page.locator('body').press(',');
  expect(await state()).toMatchObject({ at: 0, speed: 0.75 });
  await page.locator('body').press(' ');
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await page.locator('body').press(' ');
  expect((await state()).paused).toBe(true);
  await page.getByText('Keys', { exact: true }).click();
  await page.getByText('Space plays and pauses').waitFor();
});

test('the line follows playing, and pressing the waveform goes there', async () => {
  await open();
  const { width } = (await page.locator('#waveform').boundingBox())!;
  await page.locator('#waveform').click({ position: { x: width / 4, y: 40 } });
  expect((await state()).at).toBe(10);
  await expect.poll(placeOfLine).toBeCloseTo(0.25, 1);
});

test('a place in the address, and in a notice, is where it plays', async () => {
  await open('?at=7');
  await expect.poll(async () => (await state()).at).toBe(7);
  const before = page.url();
  const link = page.getByRole('link', { name: /^Listen at 0:0[4-6]$/ });
  const seek = Number(await link.getAttribute('data-seek'));
  await link.click();
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  expect((await state()).at).toBeGreaterThanOrEqual(Math.floor(seek));
  expect((await state()).at).not.toBe(7);
  expect(page.url()).toBe(before);
});

test('axe, wide and narrow', async () => {
  await page.getByText('Keys', { exact: true }).click();
  for (const width of [320, 1200]) {
    await page.setViewportSize({ width, height: 800 });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
});
