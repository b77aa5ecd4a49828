import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Permission } from '../../src/modules/accounts/index.ts';
import { makeSession, readMediaSession } from '../../src/modules/media/body/data.ts';
import { bodyRoutes } from '../../src/modules/media/body/routes.ts';
import { submitFinal } from '../../src/modules/media/final.ts';
import type { FileRole } from '../../src/modules/media/model.ts';
import { findWork } from '../../src/modules/media/queries.ts';
import { enter, type NewEntry } from '../../src/modules/media/set-up.ts';
import { addFile, type FileNews, lockWork, moveFile, setReasons } from '../../src/modules/media/store.ts';
import { addOrganisation } from '../../src/modules/organisations/index.ts';
import { cleanName, scanFile, Uploads } from '../../src/modules/uploads/index.ts';
import { addTestPerson } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

/** Petra collects for Wessex Exams, Saul sets up, Aled audits; Odo does all of it for Mercia Awards. */
export const PETRA = 'petra@wessex.example';
export const SAUL = 'saul@wessex.example';
export const ALED = 'aled@wessex.example';
export const ODO = 'odo@mercia.example';
/** Exams officers of two centres. */
export const ELLA = 'ella@marshlane.example';
export const FINN = 'finn@hilltop.example';

export const OPENS: Date = new Date('2026-11-01T09:00:00Z');
/** Eight days after the clock's 22 November 2026, 9 o'clock. */
export const CLOSES: Date = new Date('2026-11-30T17:00:00Z');

export interface BodyStage extends AsyncDisposable {
  readonly garner: TestGarner;
  readonly wessex: number;
  readonly mercia: number;
  /** 16677 and 16678. */
  readonly marshLane: number;
  readonly hilltop: number;
  readonly session: number;
  /** Numbers of the components by their codes. */
  readonly components: ReadonlyMap<string, number>;
  readonly people: ReadonlyMap<string, number>;
  readonly petra: Visitor;
  readonly saul: Visitor;
  readonly odo: Visitor;
  component(code: string): number;
  /** Enters candidates 0001 and so on of a centre for a component; gives their ids. */
  enter(code: string, centreId: number, how: number): Promise<readonly number[]>;
  /** Puts a file there as the centre would have sent it, with what became of it. */
  file(sent: SentFile): Promise<string>;
  /** Records a reason for each of these candidates. */
  excuse(code: string, centreId: number, candidateIds: readonly number[], reason?: string): Promise<void>;
  submit(code: string, centreId: number): Promise<number>;
  /** What the audit trail tells of an action, oldest first. */
  told(action: string): Promise<readonly Told[]>;
  /** Occasions, subjects and bodies of messages to an organisation, oldest first. */
  messages(organisationId: number): Promise<readonly { occasion: string; subject: string; body: string }[]>;
}

export interface SentFile {
  readonly code: string;
  readonly centreId: number;
  readonly name: string;
  readonly bytes?: Buffer;
  readonly candidates?: readonly number[];
  readonly role?: FileRole;
  readonly news?: Partial<FileNews>;
}

export interface Told {
  readonly subject: string;
  readonly organisation_id: number | null;
  readonly on_behalf_of: number | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

/** Two awarding bodies, two centres, and Wessex's session as in the demonstration's data, open for eight more days. */
export async function openBodyStage(): Promise<BodyStage> {
  const garner = await openTestGarner();
  const { context, clock, app } = garner;
  const { db, pool } = context;
  if (!app.hasRoute({ method: 'GET', url: '/recordings' })) bodyRoutes(app, context);
  const body = (name: string) => addOrganisation(db, { kind: 'awarding-organisation', name, otherNames: [] });
  const [wessex, mercia] = [await body('Wessex Exams'), await body('Mercia Awards')];
  const centre = (name: string, ncn: string) => addOrganisation(db, { kind: 'centre', name, otherNames: [], ncn });
  const [marshLane, hilltop] = [await centre('Marsh Lane Academy', '16677'), await centre('Hilltop College', '16678')];
  const people = new Map<string, number>();
  const person = async (name: string, email: string, organisationId: number, ...permissions: Permission[]) => {
    people.set(email, await addTestPerson(db, context, { name, email, organisationId, permissions, jobTitles: [] }));
  };
  await person('Petra Lowe', PETRA, wessex, 'Collector');
  await person('Saul Reid', SAUL, wessex, 'Qualifications & Units');
  await person('Aled Rees', ALED, wessex, 'Auditor');
  await person('Odo Crane', ODO, mercia, 'Collector', 'Qualifications & Units');
  await person('Ella Moss', ELLA, marshLane, 'Media Submissions');
  await person('Finn Gray', FINN, hilltop, 'Media Submissions');
  const { sessionId: session, components } = await makeSession(db, wessex, await readMediaSession('demo-speaking'), {
    opensAt: OPENS,
    closesAt: CLOSES,
    keepUntil: '2027-06-30',
  });
  const component = (code: string): number => components.get(code)!;
  const officer = (centreId: number): number => people.get(centreId === marshLane ? ELLA : FINN)!;
  const uploads = new Uploads(context);
  const doer = (centreId: number) => ({ clock, personId: officer(centreId), address: '127.0.0.1' });
  return {
    ...{ garner, wessex, mercia, marshLane, hilltop, session, components, people, component },
    petra: await Visitor.signedIn(app, PETRA),
    saul: await Visitor.signedIn(app, SAUL),
    odo: await Visitor.signedIn(app, ODO),
    async enter(code, centreId, how) {
      const entries: NewEntry[] = Array.from({ length: how }, (_, at) => ({
        componentId: component(code),
        centreId,
        number: String(at + 1).padStart(4, '0'),
        surname: `SURNAME${at + 1}`,
        forename: `FORENAME${at + 1}`,
      }));
      await db.transaction().execute((trx) => enter(trx, clock, session, entries));
      const rows = await db
        .selectFrom('media_candidate')
        .select('id')
        .where('session_id', '=', session)
        .where('centre_id', '=', centreId)
        .orderBy('number')
        .limit(how)
        .execute();
      return rows.map(({ id }) => id);
    },
    async file({
      code,
      centreId,
      name: sent,
      bytes = Buffer.from(randomUUID()),
      candidates = [],
      role = 'recording',
      news,
    }) {
      const personId = officer(centreId);
      const name = cleanName(sent);
      const work = { componentId: component(code), centreId };
      const id = await uploads.begin({
        organisationId: centreId,
        personId,
        name,
        size: bytes.length,
        purpose: `component ${work.componentId}`,
        limits: { bytes: bytes.length, types: [/\.[^.]*$/.exec(name)![0].toLowerCase()] },
        then: { task: 'media.received', payload: {} },
        also: async (trx, upload) =>
          addFile(trx, clock, upload, {
            ...work,
            ...{ personId, role, name, size: bytes.length, fingerprint: undefined, candidateIds: candidates },
          }),
      });
      await uploads.tus.write(Readable.from([bytes]), id, 0);
      await uploads.finish(id);
      await scanFile(context, id, { signal: new AbortController().signal, lastTry: true });
      const facts = { kind: 'audio', container: 'mp3', seconds: 272 };
      const settled: FileNews = { status: 'uploaded', ...(role === 'recording' && { facts }), ...news };
      await db.transaction().execute((trx) => moveFile(trx, clock, { id, ...work }, settled));
      return id;
    },
    async excuse(code, centreId, candidateIds, reason = 'Absent') {
      const changes = candidateIds.map((candidateId) => ({ candidateId, was: null, reason }));
      const work = { componentId: component(code), centreId };
      await db.transaction().execute((trx) => setReasons(trx, doer(centreId), work, changes));
    },
    submit: (code, centreId) =>
      db.transaction().execute(async (trx) => {
        const work = (await findWork(trx, centreId, component(code)))!;
        await lockWork(trx, work);
        return await submitFinal(trx, doer(centreId), work);
      }),
    async told(action) {
      const { rows } = await pool.query<Told>(
        `select subject, organisation_id, on_behalf_of, detail.before, detail.after
         from audit_event join audit_detail detail on detail.event_id = audit_event.id where action = $1 order by id`,
        [action],
      );
      return rows;
    },
    async messages(organisationId) {
      const { rows } = await pool.query(
        'select occasion, subject, body from message where organisation_id = $1 order by id',
        [organisationId],
      );
      return rows;
    },
    [Symbol.asyncDispose]: () => garner[Symbol.asyncDispose](),
  };
}

/** The words of a page without its markup. */
export function wordsOf({ body }: { readonly body: string }): string {
  const marks: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', '#39': "'" };
  return body
    .slice(body.indexOf('<main'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&(quot|amp|lt|gt|#39);/g, (_all, mark: string) => marks[mark]!)
    .replaceAll(/\s+/g, ' ');
}

/** A form of a page as a browser would send it: every field with its value. */
export function formOf({ body }: { readonly body: string }, action: string): [string, string][] {
  const form = new RegExp(`<form[^>]*action="${action}"[\\s\\S]*?</form>`).exec(body)?.[0];
  if (form === undefined) throw new Error(`The page has no form to ${action}`);
  const fields: [string, string][] = [];
  const value = (of: string): string => wordsOf({ body: `<main${/ value="([^"]*)"/.exec(of)?.[1] ?? ''}` }).slice(5);
  for (const [tag] of form.matchAll(/<(?:input|textarea|select)[^>]*>(?:[^<]*<\/textarea>)?/g)) {
    const name = / name="([^"]*)"/.exec(tag)?.[1];
    if (name === undefined || (/ type="(?:checkbox|radio)"/.test(tag) && !/ checked/.test(tag))) continue;
    const [, area] = /^<textarea[^>]*>([^<]*)<\/textarea>$/.exec(tag) ?? [];
    fields.push([name, area ?? value(tag)]);
  }
  return fields;
}

/** Sends a form whose fields may come several times. */
export async function send(visitor: Visitor, url: string, fields: readonly (readonly [string, string])[]) {
  const payload = new URLSearchParams(fields.map(([name, value]) => [name, value]));
  payload.set('_csrf', visitor.csrf);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return await visitor.ask(url, { method: 'POST', headers, payload: payload.toString() });
}

/** The same fields with some values of their own. */
export function changed(fields: readonly (readonly [string, string])[], values: Readonly<Record<string, string>>) {
  return [...fields.filter(([name]) => values[name] === undefined), ...Object.entries(values)] as [string, string][];
}
