import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckContext, Template } from '@garner/validate';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../platform/db/database.ts';
import { announce } from '../../platform/events.ts';
import { enqueue, type Payload } from '../../platform/queue/index.ts';
import { findTemplate, kindNamed, otherTemplates, type UsedList } from '../collections/index.ts';
import { findFile } from '../uploads/index.ts';
import { runInProcess } from './run-process.ts';

/** The job that goes on once a check is done. */
export interface Next {
  readonly task: string;
  readonly payload: Payload;
}

export interface NewCheck {
  readonly fileId: string;
  readonly bytes: number;
  readonly template: { readonly name: string; readonly edition: string; readonly hash: string };
  /** What the return says about itself. */
  readonly context: CheckContext;
}

/** Writes a list to a file, so that rules can look values up in it; undefined, and no file, where there is none. */
export type WriteReference = (name: string, path: string) => Promise<UsedList | undefined>;

/** Writes down a check to be run; returns its id. */
export async function beginCheck(trx: Database, check: NewCheck): Promise<number> {
  const { id } = await trx
    .insertInto('check_run')
    .values({
      file_id: check.fileId,
      template_name: check.template.name,
      edition: check.template.edition,
      template_hash: check.template.hash,
      context: JSON.stringify(check.context),
      state: 'waiting',
      bytes_total: check.bytes,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Runs a check to its end and keeps its findings; does nothing where it has run. A run that was killed is begun anew,
 * with the lists as they are then: which they were is kept with the outcome. `topic` is told of progress; `then` starts
 * with the outcome, in one transaction.
 */
export async function runCheck(
  context: Context,
  id: number,
  { topic, then, writeReference }: { topic: string; then: Next; writeReference: WriteReference },
  signal: AbortSignal,
): Promise<void> {
  const { db, blobs, clock, log } = context;
  const check = await db
    .selectFrom('check_run')
    .select(['state', 'file_id', 'template_name', 'edition', sql<CheckContext>`context`.as('context')])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await clearWork(context.workFolder, id);
  if (check.state === 'done') return;
  const file = await findFile(db, check.file_id);
  const published = await findTemplate(db, check.template_name, check.edition);
  if (!file || !published) throw new Error(`The file or the template of check ${id} is gone`);
  await db
    .updateTable('check_run')
    .set({ state: 'running', started_at: clock.now(), rows_done: 0, bytes_done: 0 })
    .where('id', '=', id)
    .execute();

  const work = join(context.workFolder, `check-${id}-${process.pid}`);
  const referencePaths: string[] = [];
  try {
    const used: UsedList[] = [];
    const references: Record<string, string> = {};
    for (const name of listNames(published.template)) {
      const path = `${work}-${name}`;
      referencePaths.push(path);
      const list = await writeReference(name, path);
      if (list) references[name] = path;
      if (list) used.push(list);
    }
    const order = {
      path: blobs.localPath(file.blob_key),
      findingsPath: work,
      template: published.template,
      context: check.context,
      known: await otherTemplates(db, check.template_name),
      references,
    };
    const { summary, groups } = await runInProcess(order, signal, (done) => {
      noteProgress(db, id, done, topic).catch((error) =>
        log.warn({ err: error, check: id }, 'could not note progress'),
      );
    });
    const key = `findings/${id}`;
    await blobs.remove(key);
    await blobs.adopt(key, work);
    await db.transaction().execute(async (trx) => {
      const { state } = await trx
        .selectFrom('check_run')
        .select('state')
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirstOrThrow();
      if (state === 'done') return;
      const counts = summary.byRule.map(({ rule, column, severity, count, message, help }) => ({
        check_run_id: id,
        group_number: groups.findIndex((group) => group.rule === rule && group.column === column),
        rule,
        column_name: column,
        severity,
        count,
        message,
        help,
      }));
      await trx.deleteFrom('check_count').where('check_run_id', '=', id).execute();
      if (counts.length > 0) await trx.insertInto('check_count').values(counts).execute();
      await trx
        .updateTable('check_run')
        .set({
          state: 'done',
          rows_done: summary.rows,
          bytes_done: summary.bytes,
          errors: summary.counts.error,
          queries: summary.counts.query,
          notices: summary.counts.notice,
          rows_checked: summary.rowsChecked,
          not_asked: JSON.stringify(summary.notAsked.map(inWordsOfLists(published.template, references))),
          ...(used.length > 0 && { context: JSON.stringify({ ...check.context, lists: used }) }),
          findings_key: key,
          ended_at: clock.now(),
        })
        .where('id', '=', id)
        .execute();
      await enqueue(trx, then.task, then.payload);
      await announce(trx, topic);
    });
  } finally {
    for (const path of [work, ...referencePaths]) await rm(path, { force: true });
  }
}

/** The lists that a template's rules look codes up in; a rule that wants another file is not for a list. */
function listNames({ rules = [] }: Template): readonly string[] {
  const resources = rules.filter((rule) => rule.kind === 'reference').map(({ reference }) => reference);
  const names = new Set(resources.map(({ resource }) => resource).filter((name) => /^[a-z0-9-]{1,80}$/.test(name)));
  return [...names].filter((name) =>
    resources.every(({ resource, columns }) => resource !== name || (columns?.length === 1 && columns[0] === 'code')),
  );
}

/** Says of a rule whose list the organisation does not keep how to have it asked. */
function inWordsOfLists({ rules = [] }: Template, given: Readonly<Record<string, string>>) {
  return (notAsked: { readonly rule: string; readonly why: string }) => {
    const rule = rules.find(({ code }) => code === notAsked.rule);
    if (rule?.kind !== 'reference' || Object.hasOwn(given, rule.reference.resource)) return notAsked;
    const { many } = kindNamed(rule.reference.resource);
    return {
      ...notAsked,
      why: `Your organisation keeps no list of ${many}. You can keep one under “My organisation”, “Reference lists”.`,
    };
  };
}

/** Removes what earlier runs of a check left that were killed. */
async function clearWork(folder: string, id: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name.startsWith(`check-${id}-`)) await rm(join(folder, name), { force: true });
  }
}

async function noteProgress(
  db: Database,
  id: number,
  done: { bytes: number; rows: number },
  topic: string,
): Promise<void> {
  await db
    .updateTable('check_run')
    .set({ rows_done: done.rows, bytes_done: done.bytes })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
  await announce(db, topic);
}
