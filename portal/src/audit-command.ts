#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Config, ConfigError, folders, readConfig } from './config.ts';
import {
  type AuditKeySettings,
  allHistory,
  auditKey,
  historyCsv,
  NoAuditKeyError,
  type Verification,
  verified,
  verifyChain,
} from './modules/audit/index.ts';
import { localBlobs } from './platform/blobs/index.ts';
import { type Connection, openDatabase, openPool } from './platform/db/database.ts';
import { CannotStartError, claimFolder, startEmbeddedPostgres } from './platform/db/embedded/index.ts';

/** `garner-audit`: the chain checked from outside of Garner, and an organisation's events. */
const HELP = `Usage:
  garner-audit verify [--json]              Check the whole audit chain, its seals and their copies
  garner-audit export --organisation ID     An organisation's events as CSV, newest first

The database is that of DATABASE_URL, or the one in GARNER_DATA; that one must not be in use. Seals are checked with
GARNER_AUDIT_KEY, or the file audit.key in GARNER_DATA.

Exit codes of verify: 0 the chain is whole, 1 it is broken, 2 it could not be checked.
`;

const EXIT = { whole: 0, broken: 1, failed: 2 } as const;
type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Where the command reads and writes. */
export interface CommandIo {
  readonly config: () => Config & Pick<AuditKeySettings, 'auditKey'>;
  /** Waited for, so that what nobody reads yet does not pile up. */
  readonly out: (text: string) => Promise<void>;
  readonly say: (text: string) => void;
  /** The database, where it is running already. */
  readonly connection?: Connection;
}

/** Thrown where the command line is not understood. */
class UsageError extends Error {
  override name = 'UsageError';
}

/** Runs one command line, without the program's own name. Never throws: faults are told in a sentence. */
export async function runAuditCommand(argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, organisation: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const [command, ...more] = positionals;
    if (values.help || command === 'help') {
      await io.out(HELP);
      return EXIT.whole;
    }
    if (more.length > 0) throw new UsageError(`“${more[0]}” is one word too many.`);
    if (command === 'verify') return await verify(io, values.json ?? false);
    if (command === 'export') return await exportEvents(io, values.organisation);
    throw new UsageError(command === undefined ? 'Say what to do.' : `There is no “${command}”.`);
  } catch (error) {
    io.say(`${faultInWords(error as Error)}\n`);
    return EXIT.failed;
  }
}

async function verify(io: CommandIo, json: boolean): Promise<ExitCode> {
  const config = io.config();
  const { blobs } = folders(config);
  if (!existsSync(blobs)) {
    throw new UsageError(`The copies of the seals cannot be read: there is no folder ${blobs}. Set GARNER_DATA.`);
  }
  const key = await auditKey(config, { make: false });
  await using stack = new AsyncDisposableStack();
  const db = await open(config, io.connection, stack);
  let told = performance.now();
  const found = await verified(verifyChain(db, { blobs: localBlobs(blobs), key }), ({ checked, length }) => {
    if (json || performance.now() - told < 5000) return;
    told = performance.now();
    io.say(`${checked.toLocaleString('en-GB')} of ${length.toLocaleString('en-GB')} events checked\n`);
  });
  await io.out(json ? `${JSON.stringify(found)}\n` : inWords(found));
  return found.whole ? EXIT.whole : EXIT.broken;
}

function inWords({ whole, checked, length, head, seals, erased, first, remarks }: Verification): string {
  const number = (value: number): string => value.toLocaleString('en-GB');
  const lines = whole
    ? [
        'The audit chain is whole.',
        `Events: ${number(length)}, of which ${number(erased)} without details by retention.`,
      ]
    : [
        `The audit chain is broken: ${first?.words ?? ''}`,
        `Kind: ${first?.kind}.${where(first)} Events before it that hold: ${number(checked)} of ${number(length)}.`,
      ];
  lines.push(`Seals: ${number(seals)}.`, `Hash of the last event checked: ${head}`, ...remarks);
  return `${lines.join('\n')}\n`;
}

function where(first: Verification['first']): string {
  const places = [
    ['position', first?.position],
    ['event', first?.event],
    ['seal', first?.seal],
  ].flatMap(([name, number]) => (number === undefined ? [] : [`${name} ${number}`]));
  return places.length === 0 ? '' : ` At ${places.join(', ')}.`;
}

async function exportEvents(io: CommandIo, organisation: string | undefined): Promise<ExitCode> {
  if (organisation === undefined || !/^[1-9]\d{0,14}$/.test(organisation)) {
    throw new UsageError('Say whose events: --organisation and its number.');
  }
  await using stack = new AsyncDisposableStack();
  const db = await open(io.config(), io.connection, stack);
  const id = Number(organisation);
  const there = await db.selectFrom('organisation').select('id').where('id', '=', id).executeTakeFirst();
  if (!there) throw new UsageError(`There is no organisation ${organisation}.`);
  const all = { person: '', action: '', from: '', to: '' };
  for await (const text of historyCsv(allHistory(db, id, all))) await io.out(text);
  return EXIT.whole;
}

async function open(config: Config, given: Connection | undefined, stack: AsyncDisposableStack) {
  const pool = openPool(given ?? (await connectionFor(config, stack)), 2, () => undefined);
  stack.defer(() => pool.end());
  return openDatabase(pool);
}

async function connectionFor(config: Config, stack: AsyncDisposableStack): Promise<Connection> {
  if (config.databaseUrl) return { connectionString: config.databaseUrl };
  if (!existsSync(config.dataFolder)) throw new UsageError(`There is no folder ${config.dataFolder}. Set GARNER_DATA.`);
  const claim = stack.use(await claimFolder(config.dataFolder));
  const server = await startEmbeddedPostgres({
    folder: claim.folder,
    log: () => undefined,
    ...(config.pgBinFolder ? { binFolder: config.pgBinFolder } : {}),
  });
  return stack.use(server).connection;
}

function faultInWords(error: Error & { code?: string }): string {
  if (error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS')) return `${error.message}\n\n${HELP}`;
  if ([ConfigError, CannotStartError, NoAuditKeyError].some((kind) => error instanceof kind)) return error.message;
  if (error.code === '42P01') return 'This database has no audit chain. Start Garner on it once, then try again.';
  return `The audit could not be read: ${error.message}`;
}

if (import.meta.main) {
  // Whoever read our words has gone (`garner-audit export | head`): no reason for a stack.
  process.stdout.on('error', () => process.exit(EXIT.failed));
  process.exitCode = await runAuditCommand(process.argv.slice(2), {
    config: () => readConfig(),
    out: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
    say: (text) => process.stderr.write(text),
  });
}
