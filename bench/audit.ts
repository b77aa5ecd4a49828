/** Checking the audit chain: node bench/audit.ts [--events N] [--runs N]. Prints a Markdown table. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { migrateAll } from '../portal/src/context.ts';
import { record, verified, verifyChain } from '../portal/src/modules/audit/index.ts';
import { systemClock } from '../portal/src/platform/clock.ts';
import { type Database, openDatabase, openPool } from '../portal/src/platform/db/database.ts';
import { startEmbeddedPostgres } from '../portal/src/platform/db/embedded/index.ts';
import { markdown, type Table } from './table.ts';

const COMMITS = 400;

/** As an application would have written them, but at once: the chain is worked out in one loop of the database's own. */
const FILL = `
  set session_replication_role = replica;
  set synchronous_commit = off;
  with made as (
    insert into audit_detail (event_id, salt, person_id, address, before, after)
    select n, uuid_send(gen_random_uuid()), n % 5000, '192.0.2.' || n % 250,
      jsonb_build_object('submission', n % 9, 'status', 'checking'), jsonb_build_object('submission', n % 9, 'status', 'accepted')
    from generate_series(1, $1) n returning *
  )
  insert into audit_event (id, at, action, subject, organisation_id, details_digest) overriding system value
  select event_id, now() - ($1 - event_id) * interval '10 s', 'submission.accepted', 'return ' || event_id % 1000,
    event_id % 300, audit_details_digest(row(event_id, salt, person_id, address, before, after)::audit_detail)
  from made;
  do $do$
  declare
    hash bytea := decode(repeat('00', 32), 'hex');
    following bytea;
    event audit_event;
  begin
    for event in select * from audit_event order by id loop
      following := sha256(hash || convert_to(audit_event_text(event), 'UTF8'));
      insert into audit_chain values (event.id, event.id, hash, following);
      hash := following;
    end loop;
  end $do$;
  select setval('audit_event_id_seq', $1);
  reset session_replication_role;
  reset synchronous_commit;
  vacuum analyze`;

async function fill(pool: Pool, events: number): Promise<void> {
  const client = await pool.connect();
  // Statement by statement: "vacuum" is not for a transaction.
  for (const sql of FILL.replaceAll('$1', String(events)).split(/;\n {2}(?=set|with|do|select|reset|vacuum)/))
    await client.query(sql);
  client.release();
}

/** Events a second, `atOnce` transactions at a time, each with one event; the chain's lock is held while each commits. */
async function commitRate(db: Database, atOnce: number): Promise<number> {
  let left = COMMITS;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0)
        await record(db, systemClock, { action: 'bench.event', subject: 'thing 1', personId: 1, after: { a: 1 } });
    }),
  );
  return COMMITS / ((performance.now() - began) / 1000);
}

/** Writes so many events, checks their chain so many times, and commits some more, one event each. */
export async function auditBenchmark(events: number, runs: number): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-bench-audit-'));
  const server = await startEmbeddedPostgres({ folder, log: () => undefined });
  const pool = openPool(server.connection, 8, () => undefined);
  try {
    await migrateAll(pool);
    await fill(pool, events);
    const db = openDatabase(pool);
    const rows: string[][] = [];
    for (let run = 1; run <= runs; run++) {
      const start = performance.now();
      const found = await verified(verifyChain(db));
      const seconds = (performance.now() - start) / 1000;
      if (!found.whole || found.checked !== events) throw new Error(`Not whole: ${JSON.stringify(found)}`);
      const memory = `${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`;
      rows.push([`checked, run ${run}`, thousands(events / seconds), `${seconds.toFixed(1)} s`, memory]);
    }
    for (const atOnce of [1, 8]) {
      const rate = await commitRate(db, atOnce);
      rows.push([`written, ${atOnce} at once, one a commit`, thousands(rate), `${(COMMITS / rate).toFixed(1)} s`, '']);
    }
    return {
      title: `The audit chain of ${thousands(events)} events`,
      head: ['what', 'events a second', 'time', 'memory of the process'],
      rows,
      note: 'Checked: every event fetched, its text made and hashed anew in Node, every link and every detail compared.',
    };
  } finally {
    await pool.end();
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { events: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '3' } },
  });
  console.log(markdown(await auditBenchmark(Number(values.events), Number(values.runs))));
}
