import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { type Config, folders } from './config.ts';
import { type Blobs, localBlobs } from './platform/blobs/index.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { type Connection, type Database, openDatabase, openPool } from './platform/db/database.ts';
import { migrate } from './platform/db/migrate.ts';
import { type Events, openEvents } from './platform/events.ts';
import { type Log, openLog } from './platform/log.ts';
import { type Mail, outboxOnly, smtpMail } from './platform/mail/index.ts';
import { type MediaTools, mediaToolsWhenNeeded } from './platform/media/index.ts';
import type { Phone } from './platform/phone/index.ts';
import { openPhone } from './platform/phone/open.ts';
import { migrateQueue } from './platform/queue/worker.ts';
import { openScanner, type Scanner } from './platform/scan/index.ts';
import { openSecrets, type Secrets } from './platform/secrets.ts';

/** What every part of Garner is given; nothing reaches for these in another way. */
export interface Context extends AsyncDisposable {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly connection: Connection;
  readonly pool: Pool;
  readonly db: Database;
  readonly events: Events;
  readonly blobs: Blobs;
  readonly scanner: Scanner;
  readonly media: Omit<MediaTools, 'name'>;
  readonly mail: Mail;
  readonly phone: Phone;
  readonly secrets: Secrets;
  /** Folders on local disk: uploads under way, and work that may be thrown away. */
  readonly uploadsFolder: string;
  readonly workFolder: string;
}

const POOL_SIZE = 20;
/** In bytes: what the scanner proves at start that it does not pass over unseen. */
const LARGEST_FILE = 2_000_000_000;
export const MIGRATIONS: string = fileURLToPath(new URL('../migrations', import.meta.url));

/** Opens everything over a database that is running. Tests replace the parts they fake. */
export async function openContext(
  config: Config,
  connection: Connection,
  replace: Partial<Pick<Context, 'clock' | 'scanner' | 'mail' | 'phone' | 'log'>> = {},
): Promise<Context> {
  const log = replace.log ?? openLog(config.logLevel);
  const clock = replace.clock ?? systemClock;
  const broke = (error: Error): void => log.warn({ reason: error.message }, 'a database connection broke');
  if (config.roles.includes('migrate')) {
    const owner = openPool(connection, 2, broke);
    await migrateAll(owner).finally(() => owner.end());
  }
  const pool = openPool(connection, POOL_SIZE, broke, 'application');
  try {
    const events = await openEvents(connection, log);
    const { blobs, uploads, work } = folders(config);
    const opened = replace.scanner
      ? undefined
      : openScanner({ clamd: config.clamd, largestFile: LARGEST_FILE, log, clock });
    // So that what is wrong with it is in the log before the first file comes.
    if (config.roles.includes('worker'))
      opened?.ready().catch((error) => log.error({ err: error }, 'the scanner could not be tried'));
    const scanner = replace.scanner ?? opened!;
    const media = await mediaToolsWhenNeeded({ ffmpegPath: config.ffmpegPath, workFolder: work, log });
    return {
      config,
      connection,
      log,
      pool,
      events,
      clock,
      db: openDatabase(pool),
      blobs: localBlobs(blobs),
      media,
      scanner,
      mail: replace.mail ?? (config.smtpUrl ? await smtpMail(config.smtpUrl, config.mailFrom) : outboxOnly),
      phone: replace.phone ?? (await openPhone(config, clock)),
      secrets: await openSecrets(config.secret, config.dataFolder),
      uploadsFolder: uploads,
      workFolder: work,
      async [Symbol.asyncDispose]() {
        await media[Symbol.asyncDispose]();
        await opened?.[Symbol.asyncDispose]();
        await events[Symbol.asyncDispose]();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Garner's own tables, then the queue's, then what the application may do with them. */
export async function migrateAll(pool: Pool): Promise<void> {
  await migrate(pool, MIGRATIONS);
  await migrateQueue(pool);
  // The queue's tables are new ones, too.
  await pool.query('select give_application_rights()');
}
