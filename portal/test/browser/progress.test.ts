import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ptqChunks } from '../../../bench/ptq-generator.ts';
import { AMINA } from '../factories.ts';
import { openStage, type Stage } from './stage.ts';
import { heading, send, slowSending } from './steps.ts';

interface Seen {
  readonly sending: boolean;
  readonly value: number;
  readonly max: number;
  readonly words: string;
}

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

/** Notes every state of the bar that has a value, with its words, for as long as the page stays. */
async function watchBar(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: unknown[] = [];
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      const bar = document.querySelector('progress');
      if (!bar?.hasAttribute('value')) return;
      const sending = bar.id !== 'follow-bar';
      const words = bar.nextElementSibling?.textContent ?? '';
      seen.push({ sending, value: bar.value, max: bar.max, words });
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

function grows(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value >= values[index - 1]!);
}

test('with a large file the bar grows with the bytes sent, then with the rows checked, and says so', async () => {
  // A notice in most rows, so that the check takes long enough to be watched.
  const notices = { faults: 1, rules: ['PTQ-UCI-CHECK'] };
  const options = { rows: 600_000, seed: 7, ...notices, dueDate: '2026-12-02', sender: 'Northern Skills Awards' };
  const content = Buffer.concat([...ptqChunks({ ...options, academicYear: '2022-2023' })]);
  const page = await stage.signIn(AMINA);
  await watchBar(page);
  await slowSending(page, 10e6);
  await send(page, stage.world.open, await stage.file('large.csv', content));
  await heading(page, 'Accepted').waitFor();

  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen[] }).seen);
  for (const phase of [seen.filter(({ sending }) => sending), seen.filter(({ sending }) => !sending)]) {
    const values = phase.map(({ value }) => value);
    expect(grows(values)).toBe(true);
    expect(new Set(values.filter((value) => value > 0)).size).toBeGreaterThan(1);
    expect(new Set(phase.map(({ max }) => max).filter((max) => max > 1))).toEqual(new Set([content.length]));
  }
  const words = [...new Set(seen.map((one) => one.words))].join('\n');
  expect(words).toMatch(/\d MB of 67 MB sent \([1-9]\d?%\), about \d seconds? left/);
  expect(words).toMatch(/Checking: [\d,]+ rows? so far, \d+% of the file\./);
});
