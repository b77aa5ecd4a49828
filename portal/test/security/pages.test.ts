import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestGarner } from '../harness.ts';
import { PATIENCE_MS } from '../journeys/story.ts';
import { ROWS } from './route-table.ts';
import { requestOf } from './routes/row.ts';
import { openSecurityStage, type SecurityStage, whoMay } from './stage.ts';

let stage: SecurityStage;
beforeAll(async () => {
  stage = await openSecurityStage();
}, PATIENCE_MS);
afterAll(() => stage[Symbol.asyncDispose]());

const GETS = ROWS.filter(([name]) => name.startsWith('GET '));

describe.each(GETS)('%s', (name, row) => {
  test('is protected, to who may see it and to who may not', async () => {
    const { url } = await requestOf(name, row, stage.places);
    for (const { visitor } of [whoMay(stage, name, row), stage.role('Nobody')]) {
      const { headers } = await visitor.get(url);
      expect(headers).toMatchObject({
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(String(headers['content-security-policy'])).toMatch(/frame-ancestors 'none'|sandbox/);
      expect(String(headers['content-security-policy'])).not.toMatch(/unsafe|\*|https?:/);
    }
  });

  test('its page runs nothing of its own, sends only here, and shows no password', async () => {
    const { url } = await requestOf(name, row, stage.places);
    const { visitor, state } = whoMay(stage, name, row);
    const { body, headers } = await visitor.get(url);
    if (!String(headers['content-type']).startsWith('text/html')) return;
    expect(body).not.toMatch(/<script(?![^>]* src="\/assets\/)/);
    expect(body).not.toMatch(/<style|\sstyle="|\son[a-z]+="|javascript:/);
    expect(body).not.toMatch(/(?:src|action)="(?:https?:)?\/\//);
    for (const [form] of body.matchAll(/<form[^>]*method="post"[\s\S]*?<\/form>/g))
      expect(form).toMatch(/^<form[^>]*>\s*<input type="hidden" name="_csrf" value="[^"]+"/);
    for (const [field] of body.matchAll(/<input[^>]*(?:name="(?:password|again|current)"|type="password")[^>]*>/g)) {
      expect(field).toMatch(/type="password"/);
      expect(field).toMatch(/autocomplete="(?:current|new)-password"/);
      expect(field).not.toMatch(/value=|onpaste/);
    }
    if (state === 'full') expect(body).toContain('action="/sign-out"');
  });
});

test('messages with their codes are shown in the demonstration alone', async () => {
  await using garner = await openTestGarner();
  expect(garner.app.routeList.filter(({ url }) => url.startsWith('/development'))).toEqual([]);
  expect((await garner.app.inject('/development/messages')).statusCode).toBe(404);
});
