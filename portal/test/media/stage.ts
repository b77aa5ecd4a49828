import type { Page } from 'playwright-core';
import { addComponent, addSession, type ComponentRules, enter } from '../../src/modules/media/index.ts';
import { addOrganisation } from '../../src/modules/organisations/index.ts';
import { speech, wav } from '../../src/platform/media/testing/samples.ts';
import { openStage, type Stage } from '../browser/stage.ts';
import { addTestPerson } from '../factories.ts';
import type { TestGarner, TestGarnerOptions } from '../harness.ts';

/** Two of one centre who send recordings. */
export const HELEN = 'helen@millbrook.example';
export const JACK = 'jack@millbrook.example';

/** Ten candidates: 0009 and 0010 cannot have a file for the first component. */
export const CANDIDATES = [
  ['0001', 'CRAWFORD', 'EVE'],
  ['0002', 'STEVENSON', 'ALICIA'],
  ['0003', 'PRESS', 'TAMARA'],
  ['0004', 'WILSON', 'GABRIEL'],
  ['0005', 'SPENCER', 'ISABELLA'],
  ['0006', 'HOLT', 'MARCUS'],
  ['0007', 'NYE', 'OLIVIA'],
  ['0008', 'QUINN', 'RORY'],
  ['0009', 'VANCE', 'SOPHIA'],
  ['0010', 'YOUNG', 'DEXTER'],
] as const;

const RULES: ComponentRules = {
  types: ['.mp3', '.wav', '.m4a', '.mp4', '.pdf', '.txt'],
  bytes: 50_000_000,
  atOnce: 5,
  filesEach: 5,
  shared: false,
  roles: ['recording', 'notes'],
  reasons: ['Absent', 'Exempt'],
  documents: {
    types: ['.pdf', '.txt'],
    bytes: 1_000_000,
    atOnce: 5,
    nameLength: 50,
    wanted: ['Attendance register'],
    required: true,
  },
  unscanned: 'taken',
  blocking: [],
};

export interface MediaWorld {
  /** Millbrook School, 16677. */
  readonly centre: number;
  readonly body: number;
  readonly session: number;
  /** 8698/SF: a file is for one candidate; 0009 was withdrawn, 0010 was absent. */
  readonly speaking: number;
  /** 7712/SP: a file may be for several. */
  readonly pairs: number;
}

/** A centre with an awarding body, a session of two components, ten candidates, and two people who send (Helen and Jack). */
export async function makeMediaWorld(
  { context, clock }: TestGarner,
  rules: Partial<ComponentRules> = {},
): Promise<MediaWorld> {
  const day = (days: number): Date => new Date(clock.now().getTime() + days * 24 * 60 * 60 * 1000);
  return await context.db.transaction().execute(async (trx) => {
    const body = await addOrganisation(trx, { kind: 'awarding-organisation', name: 'Severn Exams', otherNames: [] });
    const centre = await addOrganisation(trx, {
      kind: 'centre',
      name: 'Millbrook School',
      otherNames: [],
      ncn: '16677',
    });
    const sender = (name: string, email: string) =>
      addTestPerson(trx, context, { name, email, organisationId: centre, permissions: ['Media Submissions'] });
    const helen = await sender('Helen Archer', HELEN);
    await sender('Jack Dunn', JACK);
    const session = await addSession(trx, {
      bodyId: body,
      code: 'JUN27',
      name: 'June 2027',
      contact: 'recordings@severn.example',
      keepUntil: '2028-01-31',
    });
    const component = (code: string, name: string, own: Partial<ComponentRules> = {}) =>
      addComponent(trx, {
        sessionId: session,
        code,
        name,
        qualification: 'GCSE',
        subject: 'Spanish',
        opensAt: day(-30),
        closesAt: day(30),
        rules: { ...RULES, ...rules, ...own },
      });
    const speaking = await component('8698/SF', 'Speaking, foundation tier');
    const pairs = await component('7712/SP', 'Speaking in pairs', { shared: true });
    await enter(
      trx,
      clock,
      session,
      [speaking, pairs].flatMap((componentId) =>
        CANDIDATES.map(([number, surname, forename]) => ({
          componentId,
          centreId: centre,
          number,
          surname,
          forename,
        })),
      ),
    );
    const entry = (
      number: string,
      change: { withdrawn_at?: Date; reason?: string; reason_by?: number; reason_at?: Date },
    ) =>
      trx
        .updateTable('media_entry')
        .set(change)
        .where('component_id', '=', speaking)
        .where('candidate_id', '=', (from) =>
          from.selectFrom('media_candidate').select('id').where('number', '=', number),
        )
        .execute();
    await entry('0009', { withdrawn_at: clock.now() });
    await entry('0010', { reason: 'Absent', reason_by: helen, reason_at: clock.now() });
    return { centre, body, session, speaking, pairs };
  });
}

/** A stage with a browser and the world above. */
export interface MediaStage extends Stage {
  readonly media: MediaWorld;
  /** Signs a person in and opens Upload files of a component: of 8698/SF, unless another is given. */
  openFiles(email: string, component?: number): Promise<Page>;
}

export async function openMediaStage(
  rules: Partial<ComponentRules> = {},
  options?: TestGarnerOptions,
): Promise<MediaStage> {
  await using stack = new AsyncDisposableStack();
  const stage = stack.use(await openStage(options));
  const media = await makeMediaWorld(stage.garner, rules);
  const parts = stack.move();
  return {
    ...stage,
    media,
    async openFiles(email, component = media.speaking) {
      const page = await stage.signIn(email);
      await page.goto(`/media/components/${component}/files`);
      return page;
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** A recording like speech, another for each seed; 16,000 bytes a second. */
export function speechFile(seed: number, seconds = 0.5): Buffer {
  return wav(speech(seed, seconds, 8000));
}

/** The name that tags by itself. */
export function nameOf(number: string, ending = 'wav'): string {
  return `16677_8698SF_${number}.${ending}`;
}
