/** Relations with their days, and merging with what moves. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMembership, mergePeople } from '../../src/modules/accounts/index.ts';
import { addRelation, isRelated, type OnMerge, relationsOf } from '../../src/modules/organisations/index.ts';
import { mergeFingerprint, mergeOrganisations, planMerge } from '../../src/modules/organisations/merge.ts';
import { findOrganisation } from '../../src/modules/organisations/organisation.ts';
import { addTestPerson } from '../factories.ts';
import { Visitor } from '../visitor.ts';
import { fieldOf, type OrganisationsStage, openOrganisations, wordsOf } from './stage.ts';

let stage: OrganisationsStage;
let council: number;
let marsh: number;
let hill: number;

beforeAll(async () => {
  stage = await openOrganisations();
  council = await stage.add({ kind: 'local-authority', name: 'Northbury Council' });
  marsh = await stage.add({ kind: 'centre', name: 'Marsh Lane Academy' });
  hill = await stage.add({ kind: 'centre', name: 'Hill Road College' });
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const at = (day: string) => new Date(`${day}T12:00:00Z`);
const doing = () => ({
  clock: stage.garner.clock,
  asker: {
    personId: 1,
    name: 'Carla Voss',
    organisationId: stage.regulator,
    onBehalfOf: undefined,
    permissions: [],
    address: '127.0.0.1',
  },
});
const relate = (
  kind: 'agent-of' | 'centre-of' | 'supplier-for',
  fromId: number,
  toId: number,
  since: string,
  until: string | null = null,
) =>
  stage.garner.context.db
    .transaction()
    .execute((trx) => addRelation(trx, doing(), { kind, fromId, toId, since, until }));

describe('relations', () => {
  test('searched for, chosen, begun; said from both sides; recorded for both', async () => {
    const path = `/organisations/${council}/relations/add`;
    expect(wordsOf(await stage.carla.get(path))).toContain('is agent of …');
    expect(wordsOf(await stage.carla.get(`${path}?q=`))).toContain('There is a problem Choose a relation');
    const choices = await stage.carla.get(`${path}?relation=agent-of.from&q=marsh`);
    expect(choices.body).toContain('Marsh Lane Academy');
    expect(choices.body).not.toContain('Hill Road College');
    const form = { relation: 'agent-of.from', q: 'marsh', other: String(marsh), since: '2024-09-01', until: '' };
    expect((await stage.carla.post(path, form)).headers.location).toBe(`/organisations/${council}?done=related`);
    expect(wordsOf(await stage.carla.get(`/organisations/${council}`))).toContain(
      'Is agent of Marsh Lane Academy Centre (school or college) since 1 September 2024',
    );
    expect(wordsOf(await stage.carla.get(`/organisations/${marsh}`))).toContain('Has the agent Northbury Council');
    for (const id of [council, marsh]) expect((await stage.events(id)).at(-1)?.action).toBe('organisation.related');
  });

  test.each([
    ['no choice', { other: '' }, 'Choose an organisation'],
    ['one that is not there', { other: '999999' }, 'Choose an organisation'],
    ['hostile numbers', { other: '1e3; drop table' }, 'Choose an organisation'],
    ['a kind that does not fit', { other: 'northern' }, 'cannot be this'],
    ['days that overlap', { since: '2026-01-01' }, 'is there already since 2024-09-01'],
    ['no real day', { since: '2026-02-30' }, 'Enter the first day'],
    ['an end before the beginning', { since: '2020-02-01', until: '2020-01-01' }, 'before the first day'],
  ])('%s is refused, and what was typed is kept', async (_what, more: Record<string, string>, words) => {
    const given = more['other'] === 'northern' ? { other: String(stage.world.northern) } : more;
    const form = {
      relation: 'agent-of.from',
      q: 'marsh',
      other: String(marsh),
      since: '2020-01-01',
      until: '',
      ...given,
    };
    const answer = await stage.carla.post(`/organisations/${council}/relations/add`, form);
    expect(answer.statusCode).toBe(422);
    expect(wordsOf(answer)).toContain(words);
    expect(fieldOf(answer, 'since')).toBe(form.since);
  });

  test('a relation that an organisation of this kind cannot have is not offered and not taken', async () => {
    const form = { relation: 'centre-of.from', other: String(stage.world.northern), since: '2020-01-01' };
    expect(wordsOf(await stage.carla.post(`/organisations/${council}/relations/add`, form))).toContain(
      'Choose a relation',
    );
  });

  test('counts from its first day to its last, while both are open', async () => {
    const { db } = stage.garner.context;
    const id = await stage.add({ kind: 'centre', name: 'Quay School' });
    await relate('agent-of', council, id, '2025-09-01', '2026-08-31');
    const on = (day: string) => isRelated(db, 'agent-of', council, id, at(day));
    expect([await on('2025-08-31'), await on('2025-09-01'), await on('2026-08-31'), await on('2026-09-01')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(await isRelated(db, 'agent-of', id, council, at('2026-01-01'))).toBe(false);
    await db.updateTable('organisation').set({ closed_on: '2026-03-31' }).where('id', '=', id).execute();
    expect([await on('2026-03-31'), await on('2026-04-01')]).toEqual([true, false]);
    expect(await relationsOf(db, id, at('2026-04-01'))).toEqual([]);
  });

  test('ended by its last day; the second of two is told what it is now', async () => {
    const id = await stage.add({ kind: 'centre', name: 'Moor School' });
    await relate('agent-of', council, id, '2025-09-01');
    const link = /href="(\/organisations\/\d+\/relations\/\d+)"/.exec(
      (await stage.carla.get(`/organisations/${id}`)).body,
    )![1]!;
    const [first, second] = [await stage.carla.get(link), await stage.colin.get(link)];
    const was = (page: typeof first) => ({ wasSince: fieldOf(page, 'wasSince'), wasUntil: fieldOf(page, 'wasUntil') });
    const ended = await stage.carla.post(link, { ...was(first), since: '2025-09-01', until: '2026-08-31' });
    expect(ended.statusCode).toBe(303);
    const told = await stage.colin.post(link, { ...was(second), since: '2025-10-01', until: '' });
    expect(told.statusCode).toBe(409);
    expect(wordsOf(told)).toContain('Somebody changed this relation meanwhile');
    expect(fieldOf(told, 'since')).toBe('2025-10-01');
    expect((await stage.colin.post(link, { ...was(told), since: '2025-10-01', until: '' })).statusCode).toBe(303);
    expect((await stage.events(id)).map(({ after }) => after?.['until'])).toEqual([null, '2026-08-31', null]);
    expect((await stage.carla.get(link.replace(String(id), String(hill)))).statusCode).toBe(404);
  });

  test('the same begun by two at once is there once', async () => {
    const outcomes = await Promise.all([1, 2].map(() => relate('agent-of', council, hill, '2026-09-01')));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['done', 'faults']);
  });
});

describe('merging', () => {
  test('moves what the other lacks, ends what it has, closes the one and keeps its history', async () => {
    const { db } = stage.garner.context;
    const into = await stage.add({ kind: 'centre', name: 'Dale Academy', urn: '990301' });
    const from = await stage.add({
      kind: 'centre',
      name: 'Dale School',
      otherNames: ['DS'],
      urn: '990302',
      ncn: '09932',
    });
    await relate('agent-of', council, into, '2025-09-01');
    await relate('agent-of', council, from, '2024-09-01');
    await relate('centre-of', from, stage.world.northern, '2024-09-01');
    const preview = await stage.carla.get(`/organisations/${from}/merge/${into}`);
    const words = wordsOf(preview);
    expect(words).toContain('Identifiers that move National centre number (NCN) 09932');
    expect(words).toMatch(/Identifiers that stay, as Dale Academy has its own Unique reference number \(URN\) 990302/);
    expect(words).toContain('Names that move Dale School DS');
    expect(words).toContain('Relations that move is a centre of Northern Skills Awards');
    expect(words).toContain('Relations that end has the agent Northbury Council');
    const form = { fingerprint: fieldOf(preview, 'fingerprint') };
    const answer = await stage.carla.post(`/organisations/${from}/merge/${into}`, form);
    expect(answer.headers.location).toBe(`/organisations/${into}?done=merged`);
    const page = wordsOf(await stage.carla.get(`/organisations/${into}`));
    for (const shown of ['990301', '09932', 'Dale School', 'DS', 'Is a centre of Northern', 'Merged into this']) {
      expect(page).toContain(shown);
    }
    const gone = wordsOf(await stage.carla.get(`/organisations/${from}`));
    expect(gone).toContain('Closed on 22 November 2026 and merged into Dale Academy');
    expect(gone).toContain('990302');
    expect(await isRelated(db, 'centre-of', into, stage.world.northern, at('2026-11-23'))).toBe(true);
    expect((await stage.events(from)).at(-1)).toMatchObject({
      action: 'organisation.merged',
      before: { closedOn: null, ncn: '09932' },
      after: { mergedInto: into, people: 0 },
    });
    expect((await stage.events(into)).at(-1)).toMatchObject({
      action: 'organisation.took-over',
      after: { mergedFrom: from },
    });
    const again = await stage.carla.post(`/organisations/${from}/merge/${into}`, form);
    expect(again.statusCode).toBe(409);
    expect(wordsOf(again)).toContain('Dale School has been merged already');
    expect((await stage.carla.post(`/organisations/${from}/reopen`, { version: '2' })).statusCode).toBe(409);
  });

  test('one of the two was changed since the preview: nothing is merged, the preview is new', async () => {
    const into = await stage.add({ kind: 'centre', name: 'Fell Academy' });
    const from = await stage.add({ kind: 'centre', name: 'Fell School' });
    const path = `/organisations/${from}/merge/${into}`;
    const preview = await stage.carla.get(path);
    await stage.colin.get(`/organisations/${into}/edit`);
    await stage.colin.post(`/organisations/${into}/edit`, { version: '1', otherNames: 'FA' });
    const form = { fingerprint: fieldOf(preview, 'fingerprint') };
    const told = await stage.carla.post(path, form);
    expect(told.statusCode).toBe(409);
    expect(wordsOf(told)).toContain('Nothing was merged');
    await relate('agent-of', council, from, '2026-09-01');
    expect((await stage.carla.post(path, { fingerprint: fieldOf(told, 'fingerprint') })).statusCode).toBe(409);
    const anew = { fingerprint: fieldOf(await stage.carla.get(path), 'fingerprint') };
    const both = await Promise.all([stage.carla.post(path, anew), stage.carla.post(path, anew)]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
  });

  test('refused: itself, one’s own, another kind, a closed one', async () => {
    const words = async (from: number, into: number) =>
      wordsOf(await stage.carla.get(`/organisations/${from}/merge/${into}`));
    expect(await words(marsh, marsh)).toContain('cannot be merged into itself');
    expect(await words(stage.regulator, marsh)).toContain('You act for this organisation yourself');
    expect(await words(marsh, stage.world.northern)).toContain('Only organisations of the same kind');
    const closed = await stage.add({ kind: 'centre', name: 'Pool School' });
    await stage.garner.context.db
      .updateTable('organisation')
      .set({ closed_on: '2026-01-01' })
      .where('id', '=', closed)
      .execute();
    expect(await words(marsh, closed)).toContain('Pool School is closed');
  });

  test('the other is searched for among open ones of the same kind', async () => {
    const path = `/organisations/${marsh}/merge`;
    expect((await stage.carla.get(`${path}?q=%20`)).statusCode).toBe(422);
    const { body } = await stage.carla.get(`${path}?q=l`);
    expect(body).toContain('Hill Road College');
    for (const other of ['Albion Examinations', 'Pool School', 'Dale School']) expect(body).not.toContain(`>${other}<`);
  });

  test('people move by what the accounts hand in, in the same transaction; without it, one with people stays', async () => {
    const { db } = stage.garner.context;
    const into = await stage.add({ kind: 'centre', name: 'Crag Academy' });
    const from = await stage.add({ kind: 'centre', name: 'Crag School' });
    const person = {
      name: 'Iris Wood',
      email: 'iris@crag.example',
      organisationId: from,
      permissions: ['Auditor' as const],
    };
    const id = await addTestPerson(db, stage.garner.context, person);
    const shown = async () => {
      const [a, b] = [await findOrganisation(db, from), await findOrganisation(db, into)];
      return mergeFingerprint(await planMerge(db, a!, b!));
    };
    const merge = async (onMerge?: OnMerge) => {
      const which = { id: from, intoId: into, fingerprint: await shown() };
      return await db.transaction().execute((trx) => mergeOrganisations(trx, doing(), which, onMerge));
    };
    expect(await merge()).toMatchObject({ outcome: 'refused', why: expect.stringContaining('It has people') });
    await expect(
      merge(async () => {
        throw new Error('people could not be moved');
      }),
    ).rejects.toThrow('people could not be moved');
    expect(wordsOf(await stage.carla.get(`/organisations/${from}`))).not.toContain('Closed');
    const more = { ...person, name: 'Tom Reed', email: 'tom@crag.example' };
    const both = await addTestPerson(db, stage.garner.context, more);
    await addMembership(db, { personId: both, organisationId: into, permissions: ['Data Submissions'] });
    const iris = await Visitor.signedIn(stage.garner.app, person.email);
    expect(await merge(mergePeople)).toEqual({ outcome: 'done', people: 2 });
    const members = await db
      .selectFrom('membership')
      .select(['person_id', 'organisation_id', 'permissions'])
      .where('person_id', 'in', [id, both])
      .orderBy('person_id')
      .execute();
    expect(members.map(({ permissions, ...rest }) => ({ ...rest, permissions: [...permissions].sort() }))).toEqual([
      { person_id: id, organisation_id: into, permissions: ['Auditor'] },
      { person_id: both, organisation_id: into, permissions: ['Auditor', 'Data Submissions'] },
    ]);
    expect(wordsOf(await iris.get('/organisation'))).toContain('Crag Academy');
    expect((await stage.events(into)).at(-1)?.after).toMatchObject({ people: 2 });
  });
});
