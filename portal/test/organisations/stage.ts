import type { LightMyRequestResponse } from 'fastify';
import { addOrganisation, type NewOrganisation } from '../../src/modules/organisations/index.ts';
import { addTestPerson, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

/** Collector administrators of the regulator, and an administrator of Northern. */
export const CARLA = 'carla@regulator.example';
export const COLIN = 'colin@regulator.example';
export const NORA = 'nora@northern.example';

export interface OrganisationsStage extends AsyncDisposable {
  readonly garner: TestGarner;
  readonly world: World;
  readonly regulator: number;
  readonly carla: Visitor;
  readonly colin: Visitor;
  readonly nora: Visitor;
  add(organisation: Omit<NewOrganisation, 'otherNames'> & { otherNames?: string[] }): Promise<number>;
  /** What was recorded of an organisation, oldest first. */
  events(id: number): Promise<readonly Event[]>;
}

export interface Event {
  readonly action: string;
  readonly organisation_id: number | null;
  readonly on_behalf_of: number | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

export async function openOrganisations(): Promise<OrganisationsStage> {
  const garner = await openTestGarner();
  const { context, app } = garner;
  const { db } = context;
  const world = await makeWorld(garner);
  const { id: regulator } = await db
    .selectFrom('organisation')
    .select('id')
    .where('kind', '=', 'regulator')
    .executeTakeFirstOrThrow();
  const permissions = ['Collector Administrator'] as const;
  await addTestPerson(db, context, { name: 'Carla Voss', email: CARLA, organisationId: regulator, permissions });
  await addTestPerson(db, context, { name: 'Colin Dray', email: COLIN, organisationId: regulator, permissions });
  await addTestPerson(db, context, {
    name: 'Nora Finch',
    email: NORA,
    organisationId: world.northern,
    permissions: ['Organisation Administrator'],
    jobTitles: ['Head of Data'],
  });
  return {
    garner,
    world,
    regulator,
    carla: await Visitor.signedIn(app, CARLA),
    colin: await Visitor.signedIn(app, COLIN),
    nora: await Visitor.signedIn(app, NORA),
    add: ({ otherNames = [], ...rest }) => addOrganisation(db, { otherNames, ...rest }),
    async events(id) {
      const rows = await context.pool.query<Event>(
        `select action, organisation_id, on_behalf_of, detail.before, detail.after
         from audit_event join audit_detail detail on detail.event_id = audit_event.id where subject = $1 order by id`,
        [`organisation ${id}`],
      );
      return rows.rows;
    },
    [Symbol.asyncDispose]: () => garner[Symbol.asyncDispose](),
  };
}

/** The value of a field or hidden field of a page as it would be sent. */
export function fieldOf(page: LightMyRequestResponse, name: string): string {
  const input = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(page.body)?.[0];
  if (input !== undefined) return unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? '');
  const box = new RegExp(`<textarea[^>]*name="${name}"[^>]*>([^<]*)</textarea>`).exec(page.body);
  if (!box) throw new Error(`The page has no field ${name}`);
  return unescaped(box[1]!);
}

export function unescaped(text: string): string {
  const marks: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', '#39': "'" };
  return text.replace(/&(quot|amp|lt|gt|#39);/g, (_all, mark: string) => marks[mark]!);
}

/** The words of a page without its markup. */
export function wordsOf({ body }: LightMyRequestResponse): string {
  return unescaped(
    body
      .slice(body.indexOf('<main'))
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' '),
  );
}
