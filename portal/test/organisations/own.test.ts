/** My organisation: what everybody sees of their own, and what its administrators keep. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { namesInFiles } from '../../src/modules/organisations/index.ts';
import { AMINA, OWEN } from '../factories.ts';
import { Visitor } from '../visitor.ts';
import { fieldOf, type OrganisationsStage, openOrganisations, wordsOf } from './stage.ts';

let stage: OrganisationsStage;
beforeAll(async () => {
  stage = await openOrganisations();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const PROFILE = '/organisation/profile';

test('everybody sees their own organisation and who administers it; links are for those who may follow them', async () => {
  const amina = await Visitor.signedIn(stage.garner.app, AMINA);
  const seen = await amina.get('/organisation');
  expect(wordsOf(seen)).toContain('Northern Skills Awards');
  expect(wordsOf(seen)).toContain('Nora Finch (Head of Data)');
  expect(seen.body).not.toContain('/organisation/users');
  const { body } = await stage.nora.get('/organisation');
  for (const link of ['users', 'acts', 'profile', 'settings', 'history'])
    expect(body).toContain(`"/organisation/${link}"`);
  expect(body).not.toContain('/organisation/lists');
  const owen = await Visitor.signedIn(stage.garner.app, OWEN);
  expect(wordsOf(await owen.get('/organisation'))).toContain('Nobody administers this organisation yet');
  expect((await new Visitor(stage.garner.app).get('/organisation')).statusCode).toBe(401);
});

test('only its administrators change the profile', async () => {
  const amina = await Visitor.signedIn(stage.garner.app, AMINA);
  expect((await amina.get(PROFILE)).statusCode).toBe(403);
  expect((await amina.post(PROFILE, { version: '1', phone: '01632 960100' })).statusCode).toBe(403);
  expect((await stage.carla.post(PROFILE, { version: '1', phone: '01632 960100' })).statusCode).toBe(403);
});

test('contact details and names in files; the rest of a form is not taken', async () => {
  const page = await stage.nora.get(PROFILE);
  const answer = await stage.nora.post(PROFILE, {
    version: fieldOf(page, 'version'),
    contactEmail: 'data@northern.example',
    postalAddress: '1 Mill Street\r\nNorthbury',
    website: 'https://northern.example/about',
    otherNames: 'NSA\r\nNorthern',
    recognitionNumber: 'RN9999',
    name: 'Albion Examinations',
    kind: 'regulator',
  });
  expect(answer.headers.location).toBe('/organisation?done=changed');
  const { body } = await stage.nora.get('/organisation?done=changed');
  expect(body).toContain('The details were saved.');
  expect(body).toContain('1 Mill Street<br>Northbury'.replace('<br>', '<br/>'));
  expect(body).toContain('href="https://northern.example/about"');
  expect(body).not.toContain('RN9999');
  expect(await namesInFiles(stage.garner.context.db, stage.world.northern)).toEqual([
    'Northern Skills Awards',
    'NSA',
    'Northern',
  ]);
  const [event] = await stage.events(stage.world.northern);
  expect(event).toMatchObject({
    action: 'organisation.changed',
    organisation_id: stage.world.northern,
    on_behalf_of: null,
    before: { contactEmail: null, otherNames: ['NSA'] },
  });
  expect(event?.after).not.toHaveProperty('recognitionNumber');
});

test.each([
  ['website', 'javascript:alert(1)', 'begins with https://'],
  ['otherNames', 'Albion Examinations', 'is the name of another organisation'],
  ['otherNames', 'Albiоn Examinations', 'is the name of another organisation'],
  ['contactEmail', 'nobody', 'Enter one e-mail address'],
])('%s: %s is refused and kept in the form', async (name, value, words) => {
  const version = fieldOf(await stage.nora.get(PROFILE), 'version');
  const answer = await stage.nora.post(PROFILE, { version, [name]: value });
  expect(answer.statusCode).toBe(422);
  expect(wordsOf(answer)).toContain(words);
  expect(fieldOf(answer, name)).toBe(value);
});

test('the collector’s change meanwhile is told, and not undone', async () => {
  const page = await stage.nora.get(PROFILE);
  const path = `/organisations/${stage.world.northern}/rename`;
  await stage.carla.post(path, { version: fieldOf(await stage.carla.get(path), 'version'), name: 'Northern Awards' });
  const form = { version: fieldOf(page, 'version'), was: fieldOf(page, 'was'), phone: '01632 960100' };
  const told = await stage.nora.post(PROFILE, form);
  expect(told.statusCode).toBe(409);
  expect(wordsOf(told)).toContain('Name: “Northern Awards”, before “Northern Skills Awards”');
  expect(fieldOf(told, 'phone')).toBe('01632 960100');
});

test('words of a banner are ours alone', async () => {
  for (const done of ['<script>', 'constructor', '__proto__', 'x'.repeat(30)]) {
    const answer = await stage.nora.get(`/organisation?done=${encodeURIComponent(done)}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toContain('govuk-notification-banner');
  }
});
