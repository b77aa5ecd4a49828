/** Adding, finding, changing, renaming, closing: by collector administrators, two of them at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namesInFiles } from '../../src/modules/organisations/index.ts';
import { AMINA } from '../factories.ts';
import { Visitor } from '../visitor.ts';
import { fieldOf, type OrganisationsStage, openOrganisations, wordsOf } from './stage.ts';

let stage: OrganisationsStage;
beforeAll(async () => {
  stage = await openOrganisations();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const idIn = (location: unknown): number => Number(/\/organisations\/(\d+)/.exec(String(location))?.[1]);

test('only a collector administrator comes here, and a form without its token is refused', async () => {
  const amina = await Visitor.signedIn(stage.garner.app, AMINA);
  for (const who of [amina, stage.nora]) {
    for (const path of ['', '/add', '/import', `/${stage.world.northern}`, `/${stage.world.northern}/edit`, '.csv']) {
      expect((await who.get(`/organisations${path}`)).statusCode).toBe(403);
    }
    expect((await who.post('/organisations/add', { name: 'Mine', kind: 'regulator' })).statusCode).toBe(403);
  }
  expect((await new Visitor(stage.garner.app).get('/organisations')).statusCode).toBe(401);
  expect((await stage.carla.post('/organisations/add', { _csrf: 'x', name: 'No', kind: 'centre' })).statusCode).toBe(
    403,
  );
});

describe('adding', () => {
  test('an organisation with its identifiers, recorded and shown', async () => {
    await stage.carla.get('/organisations/add');
    const answer = await stage.carla.post('/organisations/add', {
      name: '  Marsh   Lane Academy ',
      kind: 'centre',
      urn: '990101',
      laestab: '990/4001',
      ncn: ' 09901 ',
      website: 'https://marshlane.example',
      otherNames: 'MLA\r\nMarsh Lane',
    });
    expect(answer.statusCode).toBe(303);
    const id = idIn(answer.headers.location);
    const words = wordsOf(await stage.carla.get(String(answer.headers.location)));
    expect(words).toContain('The organisation was added.');
    for (const shown of ['Marsh Lane Academy', '990/4001', '09901', 'MLA', '0 people']) expect(words).toContain(shown);
    expect(await namesInFiles(stage.garner.context.db, id)).toEqual(['Marsh Lane Academy', 'MLA', 'Marsh Lane']);
    expect(await stage.events(id)).toEqual([
      {
        action: 'organisation.added',
        organisation_id: stage.regulator,
        on_behalf_of: id,
        before: null,
        after: expect.objectContaining({ kind: 'centre', name: 'Marsh Lane Academy', laestab: '9904001' }),
      },
    ]);
  });

  test.each([
    ['no kind', { name: 'Dale School' }, 'Choose the kind of organisation'],
    ['no kind and no name', { name: '' }, 'Enter a name Choose the kind of organisation'],
    ['no name', { name: ' ', kind: 'centre' }, 'Enter a name'],
    ['a name that is taken', { name: 'Albion Examinations', kind: 'centre' }, 'There is an organisation of this name'],
    ['a look-alike', { name: 'Nоrthern Skills Awards', kind: 'awarding-organisation' }, 'which looks the same'],
    ['a hidden character', { name: 'Dale\u202E School', kind: 'centre' }, 'a character that cannot be seen'],
    ['a wrong UKPRN', { name: 'Dale', kind: 'centre', ukprn: '01234567' }, 'Enter the UKPRN as 8 digits'],
    ['a URN of a supplier', { name: 'Dale', kind: 'supplier', urn: '990102' }, 'Leave the URN empty'],
    ['a taken URN', { name: 'Dale', kind: 'centre', urn: '990101' }, 'This URN belongs to Marsh Lane Academy'],
    [
      'a script for a website',
      { name: 'Dale', kind: 'centre', website: 'javascript:alert(1)' },
      'begins with https://',
    ],
    ['another’s name as its own', { name: 'Dale', kind: 'centre', otherNames: 'albion examinations' }, 'of another'],
  ])('%s is refused at its field and what was typed is kept', async (_what, form, message) => {
    const answer = await stage.carla.post('/organisations/add', form as Record<string, string>);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('<title>Error: Add an organisation');
    expect(wordsOf(answer)).toContain(message);
    expect(fieldOf(answer, 'name')).toBe(form.name);
  });

  test('a hostile name is text and nothing else, in pages and in the list for spreadsheets', async () => {
    const name = '=1+1 "><script>alert(1)</script> & Sons';
    const answer = await stage.carla.post('/organisations/add', { name, kind: 'supplier' });
    expect(answer.statusCode).toBe(303);
    for (const path of ['/organisations', String(answer.headers.location)]) {
      const { body } = await stage.carla.get(path);
      expect(body).not.toContain('<script>alert');
      expect(body).toContain('&lt;script');
    }
    const csv = await stage.carla.get('/organisations.csv?kind=supplier');
    expect(csv.headers['content-disposition']).toContain('attachment');
    expect(csv.body).toContain(`"'=1+1 ""><script>alert(1)</script> & Sons",supplier`);
  });

  test('one name by two at once is added once', async () => {
    const form = { name: 'Tarn College', kind: 'centre', urn: '990177' };
    const answers = await Promise.all([
      stage.carla.post('/organisations/add', form),
      stage.colin.post('/organisations/add', form),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
  });
});

describe('finding', () => {
  const found = async (query: string) => {
    const { body } = await stage.carla.get(`/organisations?${query}`);
    return [...body.matchAll(/href="\/organisations\/\d+">([^<]+)</g)].map(([, name]) => name);
  };

  test('by name, other name, identifier, kind and state', async () => {
    expect(await found('q=marsh')).toEqual(['Marsh Lane Academy']);
    expect(await found('q=mla')).toEqual(['Marsh Lane Academy']);
    expect(await found('q=990%2F4001')).toEqual(['Marsh Lane Academy']);
    expect(await found('q=9904001&kind=centre&state=open')).toEqual(['Marsh Lane Academy']);
    expect(await found('q=marsh&state=closed')).toEqual([]);
    expect(await found('kind=regulator')).toEqual(['Regulator']);
  });

  test.each(['%25', '_', '%5C', '%00', "'%3B--", '%F0%9F%98%80', '%22%3E%3Cscript%3E'])(
    '%s is looked for, not obeyed',
    async (q) => {
      const answer = await stage.carla.get(`/organisations?q=${q}`);
      expect(answer.statusCode).toBe(200);
      expect(answer.body).not.toContain('"><script>');
      if (q !== '%00') expect(await found(`q=${q}`)).not.toContain('Marsh Lane Academy');
    },
  );

  test('20 a page; pages beyond the last are the last; nothing matching says so', async () => {
    for (let at = 10; at < 35; at++) await stage.add({ kind: 'department', name: `Department ${at}` });
    expect(await found('kind=department')).toHaveLength(20);
    expect(await found('kind=department&page=2')).toHaveLength(5);
    expect(await found('kind=department&page=99')).toHaveLength(5);
    expect(wordsOf(await stage.carla.get('/organisations?q=nothing-of-this-name'))).toContain(
      'No organisation matches',
    );
    expect((await stage.carla.get(`/organisations?q=${'x'.repeat(201)}`)).statusCode).toBe(400);
  });

  test('one that is not there is not found', async () => {
    for (const id of ['999999', '9007199254740991']) {
      expect((await stage.carla.get(`/organisations/${id}`)).statusCode).toBe(404);
      expect((await stage.carla.get(`/organisations/${id}/merge/1`)).statusCode).toBe(404);
    }
    expect((await stage.carla.get('/organisations/1e3x')).statusCode).toBe(400);
  });
});

describe('changing', () => {
  test('two at once: the second is told what changed, keeps what they typed, and undoes nothing', async () => {
    const id = await stage.add({ kind: 'centre', name: 'Hill Road College', phone: '01632 960102', urn: '990102' });
    const path = `/organisations/${id}/edit`;
    const first = await stage.carla.get(path);
    const second = await stage.colin.get(path);
    const typed = (page: typeof first, more: Record<string, string>) => ({
      ...Object.fromEntries(
        [
          'version',
          'was',
          'urn',
          'laestab',
          'ncn',
          'ukprn',
          'contactEmail',
          'phone',
          'postalAddress',
          'website',
          'otherNames',
        ].map((name) => [name, fieldOf(page, name)]),
      ),
      ...more,
    });
    expect((await stage.carla.post(path, typed(first, { phone: '01632 960199' }))).statusCode).toBe(303);
    const told = await stage.colin.post(path, typed(second, { website: 'https://hillroad.example' }));
    expect(told.statusCode).toBe(409);
    expect(wordsOf(told)).toContain('Phone: “01632 960199”, before “01632 960102”');
    expect(fieldOf(told, 'website')).toBe('https://hillroad.example');
    expect(fieldOf(told, 'phone')).toBe('01632 960199');
    expect((await stage.colin.post(path, typed(told, {}))).statusCode).toBe(303);
    const words = wordsOf(await stage.carla.get(`/organisations/${id}`));
    for (const shown of ['01632 960199', 'https://hillroad.example', '990102']) expect(words).toContain(shown);
    const events = await stage.events(id);
    expect(events.map(({ before, after }) => [before, after])).toEqual([
      [{ phone: '01632 960102' }, { phone: '01632 960199' }],
      [{ website: null }, { website: 'https://hillroad.example' }],
    ]);
  });

  test('pressed twice at the same moment: one is saved, the other is told', async () => {
    const id = await stage.add({ kind: 'centre', name: 'Ford School' });
    const path = `/organisations/${id}/edit`;
    const version = fieldOf(await stage.carla.get(path), 'version');
    await stage.colin.get(path);
    const answers = await Promise.all([
      stage.carla.post(path, { version, phone: '01632 960111' }),
      stage.colin.post(path, { version, phone: '01632 960112' }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
  });

  test('nonsense for what the form was made of changes nothing', async () => {
    const id = await stage.add({ kind: 'centre', name: 'Otter School' });
    const path = `/organisations/${id}/edit`;
    for (const was of ['', '[', 'null', '[1]', '{"phone":{}}', '{"__proto__":{"x":1}}']) {
      const answer = await stage.carla.post(path, { version: '77', was, phone: '01632 960113' });
      expect(answer.statusCode).toBe(409);
      expect(fieldOf(answer, 'phone')).toBe('01632 960113');
    }
    expect((await stage.carla.post(path, { version: '0', phone: '1' })).statusCode).toBe(400);
    expect(await stage.events(id)).toEqual([]);
  });
});

describe('renaming', () => {
  test('the old name stays in the history, in the search and in files', async () => {
    const id = await stage.add({ kind: 'awarding-organisation', name: 'Severn Board', otherNames: ['SB'] });
    const path = `/organisations/${id}/rename`;
    const version = fieldOf(await stage.carla.get(path), 'version');
    const answer = await stage.carla.post(path, { version, name: 'Severn Assessments' });
    expect(answer.statusCode).toBe(303);
    expect(wordsOf(await stage.carla.get(`/organisations/${id}`))).toMatch(
      /Severn Assessments 22 November 2026 Now Severn Board The beginning The day before 22 November 2026/,
    );
    expect(await namesInFiles(stage.garner.context.db, id)).toEqual(['Severn Assessments', 'Severn Board', 'SB']);
    expect((await stage.carla.get('/organisations?q=severn+board')).body).toContain('Severn Assessments');
    const again = await stage.carla.get(path);
    await stage.carla.post(path, { version: fieldOf(again, 'version'), name: 'Severn Awards' });
    const rows = await stage.garner.context.db
      .selectFrom('organisation_name')
      .select(['name', 'since', 'until'])
      .where('organisation_id', '=', id)
      .orderBy('since')
      .execute();
    expect(rows).toEqual([
      { name: 'Severn Board', since: '2000-01-01', until: '2026-11-22' },
      { name: 'Severn Awards', since: '2026-11-22', until: null },
    ]);
  });

  test('to the name it has is refused', async () => {
    const id = await stage.add({ kind: 'centre', name: 'Kestrel School' });
    const path = `/organisations/${id}/rename`;
    const version = fieldOf(await stage.carla.get(path), 'version');
    const answer = await stage.carla.post(path, { version, name: ' Kestrel  School ' });
    expect(answer.statusCode).toBe(422);
    expect(wordsOf(answer)).toContain('This is its name already; enter another');
    expect(await stage.events(id)).toEqual([]);
  });

  test('to a name that is taken, or by the second of two, is refused', async () => {
    const id = await stage.add({ kind: 'centre', name: 'Vale School' });
    const path = `/organisations/${id}/rename`;
    const version = fieldOf(await stage.carla.get(path), 'version');
    expect((await stage.carla.post(path, { version, name: 'ALBION EXAMINATIONS' })).statusCode).toBe(422);
    expect((await stage.carla.post(path, { version, name: 'Vale Academy' })).statusCode).toBe(303);
    const told = await stage.colin.post(path, { version, was: '{"name":"Vale School"}', name: 'Vale College' });
    expect(told.statusCode).toBe(409);
    expect(wordsOf(told)).toContain('Name: “Vale Academy”, before “Vale School”');
    expect(fieldOf(told, 'name')).toBe('Vale College');
  });
});

describe('closing', () => {
  test('on a day, and open again', async () => {
    const id = await stage.add({ kind: 'centre', name: 'Glen School' });
    const version = fieldOf(await stage.carla.get(`/organisations/${id}/close`), 'version');
    const refused = await stage.carla.post(`/organisations/${id}/close`, { version, day: '2027-01-01' });
    expect(wordsOf(refused)).toContain('The day cannot be in the future');
    expect((await stage.carla.post(`/organisations/${id}/close`, { version, day: '2026-11-01' })).statusCode).toBe(303);
    const page = await stage.carla.get(`/organisations/${id}`);
    expect(wordsOf(page)).toContain('Closed on 1 November 2026');
    const open = await stage.carla.post(`/organisations/${id}/reopen`, { version: fieldOf(page, 'version') });
    expect(open.headers.location).toContain('done=reopened');
    expect((await stage.events(id)).map(({ action }) => action)).toEqual([
      'organisation.closed',
      'organisation.reopened',
    ]);
  });

  test('one’s own organisation stays open', async () => {
    const path = `/organisations/${stage.regulator}/close`;
    const version = fieldOf(await stage.carla.get(path), 'version');
    const answer = await stage.carla.post(path, { version, day: '2026-11-01' });
    expect(wordsOf(answer)).toContain('You act for this organisation yourself');
  });

  test('is a dangerous act: who somebody is must be proved shortly before', async () => {
    const id = await stage.add({ kind: 'centre', name: 'Cliff School' });
    const version = fieldOf(await stage.colin.get(`/organisations/${id}/close`), 'version');
    stage.garner.clock.moveDays(0.5 / 24);
    for (const [path, form] of [
      [`/organisations/${id}/close`, { version, day: '2026-11-01' }],
      [`/organisations/${id}/merge/${stage.world.northern}`, { fingerprint: 'x' }],
    ] as const) {
      const answer = await stage.colin.post(path, form);
      expect(answer.statusCode).toBe(403);
      expect(answer.body).toContain('Confirm that it is you');
    }
  });

  test('the button to see Garner as they see it stands on others’ pages only', async () => {
    expect((await stage.colin.get(`/organisations/${stage.world.northern}`)).body).toContain(
      `action="/organisations/${stage.world.northern}/look"`,
    );
    expect((await stage.colin.get(`/organisations/${stage.regulator}`)).body).not.toContain('/look"');
  });
});
