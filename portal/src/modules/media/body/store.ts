import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import { momentInWords } from '../../../ui/words.ts';
import { record } from '../../audit/index.ts';
import { tell } from '../../notifications/index.ts';
import { PERMISSION } from '../route-parts.ts';
import { addComponent, addSession, editComponent, editSession } from '../set-up.ts';
import { type ComponentInput, keepUnshown } from './component-fields.ts';
import type { Fault } from './fields.ts';
import { findComponent, findSession, sessionVersion } from './queries.ts';
import type { Actor } from './route-parts.ts';
import type { SessionInput } from './session-fields.ts';

/** What became of a change: 'meanwhile' where somebody else came first. */
export type Saved =
  | { readonly outcome: 'done'; readonly id: number }
  | { readonly outcome: 'faults'; readonly faults: readonly Fault[] }
  | { readonly outcome: 'meanwhile' };

/** What the audit trail calls a session of exams. */
export function sessionSubject(sessionId: number): string {
  return `recordings session ${sessionId}`;
}

/** Adds a session of an awarding body. */
export async function createSession(
  trx: Database,
  clock: Clock,
  { personId, bodyId, address }: Actor,
  input: SessionInput,
): Promise<Saved> {
  const faults = await sessionFaults(trx, bodyId, input);
  if (faults.length > 0) return { outcome: 'faults', faults };
  const id = await addSession(trx, { bodyId, ...input });
  const about = { personId, organisationId: bodyId, address, subject: sessionSubject(id) };
  await record(trx, clock, { ...about, action: 'media.session-added', after: { ...input } });
  return { outcome: 'done', id };
}

/** Changes a session; `version` is the one that was shown when it was typed. */
export async function changeSession(
  trx: Database,
  clock: Clock,
  { personId, bodyId, address }: Actor,
  { id, version, input }: { readonly id: number; readonly version: string; readonly input: SessionInput },
): Promise<Saved> {
  await trx.selectFrom('media_session').select('id').where('id', '=', id).forUpdate().execute();
  const before = await findSession(trx, bodyId, id);
  if (!before || sessionVersion(before) !== version) return { outcome: 'meanwhile' };
  const faults = await sessionFaults(trx, bodyId, input, id);
  if (faults.length > 0) return { outcome: 'faults', faults };
  await editSession(trx, id, input);
  const { code, name, contact, keepUntil } = before;
  const about = { personId, organisationId: bodyId, address, subject: sessionSubject(id) };
  const was = { code, name, contact, keepUntil };
  await record(trx, clock, { ...about, action: 'media.session-changed', before: was, after: { ...input } });
  return { outcome: 'done', id };
}

async function sessionFaults(trx: Database, bodyId: number, { code, name }: SessionInput, own?: number) {
  const others = await trx
    .selectFrom('media_session')
    .select(['id', 'code', 'name'])
    .where('body_id', '=', bodyId)
    .execute();
  const faults: Fault[] = [];
  for (const other of others.filter(({ id }) => id !== own)) {
    if (other.code === code) faults.push({ field: 'code', text: `“${other.name}” has this code already` });
    if (other.name === name) faults.push({ field: 'name', text: 'Another session has this name already' });
  }
  return faults;
}

/** Adds a component to a session. */
export async function createComponent(
  trx: Database,
  clock: Clock,
  { personId, bodyId, address }: Actor,
  sessionId: number,
  input: ComponentInput,
): Promise<Saved> {
  const faults = await codeFaults(trx, sessionId, input.code);
  if (faults.length > 0) return { outcome: 'faults', faults };
  const id = await addComponent(trx, { sessionId, ...input });
  const about = { personId, organisationId: bodyId, address, subject: `component ${id}` };
  await record(trx, clock, { ...about, action: 'media.component-added', after: auditable(input) });
  return { outcome: 'done', id };
}

/** Changes a component. Another closing time is told to every centre that has entries for it. */
export async function changeComponent(
  trx: Database,
  clock: Clock,
  { personId, bodyId, address }: Actor,
  { id, version, input: typed }: { readonly id: number; readonly version: number; readonly input: ComponentInput },
): Promise<Saved> {
  await trx.selectFrom('media_component').select('id').where('id', '=', id).forUpdate().execute();
  const before = await findComponent(trx, bodyId, id);
  if (!before || before.version !== version) return { outcome: 'meanwhile' };
  const input = keepUnshown(before, typed);
  const faults = await codeFaults(trx, before.sessionId, input.code, id);
  if (faults.length > 0) return { outcome: 'faults', faults };
  await editComponent(trx, id, version, input);
  const about = { personId, organisationId: bodyId, address, subject: `component ${id}` };
  const [was, is] = differences(auditable(before), auditable(input));
  await record(trx, clock, { ...about, action: 'media.component-changed', before: was, after: is });
  if (before.closesAt.getTime() !== input.closesAt.getTime()) {
    const { code, name } = input;
    const { session, body, contact } = before;
    for (const { centre_id: organisationId } of await centresOf(trx, id)) {
      await tell(
        trx,
        { clock },
        {
          occasion: `component ${id} version ${version + 1} closes centre ${organisationId}`,
          organisationId,
          permission: PERMISSION,
          subject: `${code} closes at another time: ${momentInWords(input.closesAt)}`,
          body: `${body} has changed the closing time of ${code} ${name}, ${session}.\n\nBefore: ${momentInWords(before.closesAt)}\nNow: ${momentInWords(input.closesAt)}\n\nMore time that was given to your centre alone stays as it is. Questions: ${contact}\n`,
        },
      );
    }
  }
  return { outcome: 'done', id };
}

async function codeFaults(trx: Database, sessionId: number, code: string, own?: number): Promise<Fault[]> {
  const others = await trx
    .selectFrom('media_component')
    .select(['id', 'code', 'name'])
    .where('session_id', '=', sessionId)
    .execute();
  const bare = (one: string): string => one.replaceAll('/', '').toUpperCase();
  // Names of files carry codes without strokes, so two that differ by those alone could not be told apart.
  const same = others.find((other) => other.id !== own && bare(other.code) === bare(code));
  return same ? [{ field: 'code', text: `${same.code}, “${same.name}”, has this code already` }] : [];
}

async function centresOf(trx: Database, componentId: number) {
  return await trx
    .selectFrom('media_entry')
    .select('centre_id')
    .distinct()
    .where('component_id', '=', componentId)
    .where('withdrawn_at', 'is', null)
    .orderBy('centre_id')
    .execute();
}

function auditable({ opensAt, closesAt, rules, ...named }: ComponentInput): Record<string, unknown> {
  const { code, name, qualification, subject } = named;
  const times = { opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString() };
  return { code, name, qualification, subject, ...times, ...rules };
}

/** Only what differs. */
function differences(before: Record<string, unknown>, after: Record<string, unknown>) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const only = (all: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, all[name] ?? null]));
  return [only(before), only(after)] as const;
}
