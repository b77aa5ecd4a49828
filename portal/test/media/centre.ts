import type { LightMyRequestResponse } from 'fastify';
import { addComponent, addSession, type ComponentRules, enter } from '../../src/modules/media/index.ts';
import { addOrganisation } from '../../src/modules/organisations/index.ts';
import { soundOf, tone, wav } from '../../src/platform/media/testing/samples.ts';
import { addTestPerson } from '../factories.ts';
import { openTestGarner, type TestGarner, type TestGarnerOptions, until } from '../harness.ts';
import type { Visitor } from '../visitor.ts';

export const EVE = 'eve@sandhill.example';
export const FIN = 'fin@sandhill.example';
export const GUS = 'gus@brook.example';
export const IDA = 'ida@wessex.example';

export const RULES: ComponentRules = {
  types: ['.mp3', '.wav', '.m4a', '.mp4', '.txt', '.pdf'],
  bytes: 50_000_000,
  atOnce: 5,
  filesEach: 3,
  shared: false,
  roles: ['recording', 'notes'],
  reasons: ['Absent', 'Exempt'],
  documents: {
    types: ['.txt', '.pdf'],
    bytes: 1_000_000,
    atOnce: 5,
    nameLength: 50,
    wanted: ['Attendance register'],
    required: true,
  },
  unscanned: 'taken',
  blocking: [],
};

const PEOPLE = [
  ['0001', 'CRAWFORD', 'EVE'],
  ['0002', 'STEVENSON', 'ALICIA'],
  ['0003', 'PRESS', 'TAMARA'],
] as const;

/** Sandhill (16677; Eve and Fin) and Brook (16678; Gus) send to Wessex (Ida): 8698/SF for one candidate, 7712/SP for several. */
export interface CentreStage extends AsyncDisposable {
  readonly garner: TestGarner;
  readonly session: number;
  readonly speaking: number;
  readonly pairs: number;
  readonly centre: number;
  readonly body: number;
  /** Candidates of Sandhill by their numbers. */
  readonly ids: Readonly<Record<string, number>>;
  /** `/media/components/7` of a component. */
  place(component: number): string;
}

export async function openCentreStage(
  rules: Partial<ComponentRules> = {},
  options: TestGarnerOptions = {},
): Promise<CentreStage> {
  const garner = await openTestGarner(options);
  const { context, clock } = garner;
  const day = (days: number): Date => new Date(clock.now().getTime() + days * 24 * 60 * 60 * 1000);
  const made = await context.db.transaction().execute(async (trx) => {
    const organisation = { otherNames: [] } as const;
    const body = await addOrganisation(trx, {
      ...organisation,
      kind: 'awarding-organisation',
      name: 'Wessex Examinations',
    });
    const centre = await addOrganisation(trx, {
      ...organisation,
      kind: 'centre',
      name: 'Sandhill School',
      ncn: '16677',
    });
    const brook = await addOrganisation(trx, { ...organisation, kind: 'centre', name: 'Brook College', ncn: '16678' });
    const sender = (name: string, email: string, organisationId: number) =>
      addTestPerson(trx, context, { name, email, organisationId, permissions: ['Media Submissions'] });
    await sender('Eve Marsh', EVE, centre);
    await sender('Fin Lowe', FIN, centre);
    await sender('Gus Ray', GUS, brook);
    await addTestPerson(trx, context, {
      name: 'Ida Voss',
      email: IDA,
      organisationId: body,
      permissions: ['Collector', 'Qualifications & Units'],
    });
    const session = await addSession(trx, {
      bodyId: body,
      code: 'JUN27',
      name: 'June 2027',
      contact: 'recordings@wessex.example',
      keepUntil: '2028-01-31',
    });
    const component = (code: string, name: string, own: Partial<ComponentRules>) =>
      addComponent(trx, {
        sessionId: session,
        code,
        name,
        qualification: 'International GCSE',
        subject: 'English',
        opensAt: day(-30),
        closesAt: day(10),
        rules: { ...RULES, ...rules, ...own },
      });
    const speaking = await component('8698/SF', 'Speaking, foundation', {});
    const pairs = await component('7712/SP', 'Speaking in pairs', { shared: true });
    const entry = (componentId: number, centreId: number) => (person: (typeof PEOPLE)[number]) => {
      const [number, surname, forename] = person;
      return { componentId, centreId, number, surname, forename };
    };
    await enter(trx, clock, session, [
      ...PEOPLE.map(entry(speaking, centre)),
      ...PEOPLE.map(entry(pairs, centre)),
      ...PEOPLE.slice(0, 1).map(entry(speaking, brook)),
    ]);
    const rows = await trx
      .selectFrom('media_candidate')
      .select(['id', 'number'])
      .where('centre_id', '=', centre)
      .execute();
    const ids = Object.fromEntries(rows.map(({ id, number }) => [number, id]));
    return { body, centre, session, speaking, pairs, ids };
  });
  return {
    ...made,
    garner,
    place: (component) => `/media/components/${component}`,
    [Symbol.asyncDispose]: () => garner[Symbol.asyncDispose](),
  };
}

/** A short tone, another for each pitch. */
export function recording(hertz = 440, seconds = 2): Buffer {
  return wav(soundOf(seconds, 8000, tone(-12, hertz)));
}

export interface Sent {
  readonly name: string;
  readonly content: Buffer;
}

/** Sends files by the form without JavaScript. */
export async function sendFiles(who: Visitor, path: string, files: readonly Sent[]): Promise<LightMyRequestResponse> {
  const boundary = '----garner-media';
  const part = (head: string, content: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`),
      content,
      Buffer.from('\r\n'),
    ]);
  const payload = Buffer.concat([
    part('name="_csrf"', Buffer.from(who.csrf)),
    ...files.map(({ name, content }) => part(`name="files"; filename="${name}"`, content)),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return await who.ask(path, { method: 'POST', headers, payload });
}

/** Waits until so many files are uploaded or have failed; gives them by name. */
export async function settled({ garner }: CentreStage, count: number) {
  const ask = async () => {
    const rows = await garner.context.db
      .selectFrom('media_file')
      .selectAll()
      .where('deleted_at', 'is', null)
      .where('status', 'in', ['uploaded', 'failed'])
      .execute();
    return rows.length >= count && new Map(rows.map((row) => [row.name, row]));
  };
  return await until(`${count} files to settle`, ask, 60_000);
}
