import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, exampleCsv } from '../factories.ts';
import { until } from '../harness.ts';
import { openStage, type Stage } from './stage.ts';
import { heading, send } from './steps.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await stage.signIn(AMINA);
  await send(page, stage.world.open, await stage.file('outcomes.csv', await exampleCsv('faulty')));
  await heading(page, '28 errors to mend').waitFor();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

test.each([
  '/returns',
  '/returns?tab=previous',
  '/returns/1',
  '/returns/1/upload',
  '/returns/1/submissions/1',
  '/templates',
  '/check',
  '/check/ptq-assessment-outcomes/2023-08',
  '/templates/ptq-assessment-outcomes/2023-08',
  '/outbox',
  '/nowhere',
])('%s holds no script or style of its own, and the browser has nothing to complain of', async (path) => {
  const loaded: string[] = [];
  page.on('requestfinished', (request) => loaded.push(request.resourceType()));
  await page.goto(path, { waitUntil: 'networkidle' });
  expect(loaded).toEqual(expect.arrayContaining(['document', 'stylesheet', 'script']));
  const html = await (await page.request.get(path, { headers: { accept: 'text/html' } })).text();
  expect(html).toContain('<main');
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
  expect(stage.complaints).toEqual([]);
});

test('what another put into a page would not run, and would be seen here', async () => {
  await page.goto('/returns');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.head.append(script);
    const image = document.createElement('img');
    image.src = 'https://elsewhere.example/pixel.png';
    document.body.append(image);
  });
  expect(await page.title()).toBe('My returns – Garner');
  await until('the complaints', async () => stage.complaints.length >= 2);
  expect(stage.complaints.join('\n')).toContain('Content Security Policy');
  stage.complaints.length = 0;
});
