import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readClamdAddress } from './platform/scan/clamd-address.ts';
import { SECRET_LEAST } from './platform/secrets.ts';

export type Role = 'web' | 'worker' | 'migrate';

/** Everything the environment may say, read once, checked, frozen. */
export interface Config {
  readonly roles: readonly Role[];
  /** The folder for the embedded database and the files; `dataFolderNamed` when GARNER_DATA said it. */
  readonly dataFolder: string;
  readonly dataFolderNamed: boolean;
  /** Where PostgreSQL is, when it is not the embedded one. */
  readonly databaseUrl: string | undefined;
  /** A folder with postgres and initdb to use in place of the packaged ones. */
  readonly pgBinFolder: string | undefined;
  readonly host: string;
  readonly port: number;
  /** The address people use, without a slash at its end; links in messages begin with it. */
  readonly baseUrl: string;
  readonly secureCookies: boolean;
  /** Fill an empty database with the demonstration world. */
  readonly demo: boolean;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly logLevel: string;
  readonly workerConcurrency: number;
  /** Proxies in front whose X-Forwarded-For is believed. */
  readonly trustedProxies: number;
  /** What keys are made from that are not in the database; a file in the data folder where absent. */
  readonly secret: string | undefined;
  /** Signs the audit's seals; a file in the data folder where absent. */
  readonly auditKey: string | undefined;
  /** Text messages by GOV.UK Notify: its key, and a template whose whole text is ((message)). */
  readonly notify: { readonly key: string; readonly template: string; readonly url: string | undefined } | undefined;
  /** Calls by a telephony service of the operator's: requests to its address are signed with the secret. */
  readonly voice: { readonly url: string; readonly secret: string } | undefined;
  /** Where clamd is: `unix:/run/clamav/clamd.ctl` or `tcp://host:3310`. Absent: the builtin scanner, which never says that a file is clean. */
  readonly clamd: string | undefined;
  /** ffmpeg, by path or by name; ffprobe is beside it. Looked for on PATH where absent. */
  readonly ffmpegPath: string | undefined;
  /** Single sign-on by OpenID Connect. */
  readonly singleSignOn: SingleSignOn | undefined;
}

export interface SingleSignOn {
  /** On the button: "Sign in with …". */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Thrown with every fault of the environment at once, a sentence each. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

const ROLES: readonly Role[] = ['web', 'worker', 'migrate'];
const LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

/** Reads the environment, or says in plain sentences everything that is wrong with it. */
export function readConfig(env: NodeJS.ProcessEnv = process.env, here: string = process.cwd()): Config {
  const faults: string[] = [];
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  const whole = (name: string, fallback: number, least: number, most: number): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    faults.push(`${name} must be a whole number from ${least} to ${most}; it is "${value}".`);
    return fallback;
  };
  const yes = (name: string, fallback: boolean): boolean => {
    const value = text(name)?.toLowerCase();
    if (value === undefined) return fallback;
    if (['1', 'true', 'yes'].includes(value)) return true;
    if (['0', 'false', 'no'].includes(value)) return false;
    faults.push(`${name} must be yes or no; it is "${value}".`);
    return fallback;
  };
  const url = (name: string, protocols: readonly string[]): string | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value.replace(/\/+$/, '');
    // Never repeated: the address may hold a password.
    faults.push(`${name} must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
    return undefined;
  };

  const clamd = (): string | undefined => {
    const value = text('GARNER_CLAMD');
    if (value === undefined) return undefined;
    const read = readClamdAddress(value);
    if ('fault' in read) faults.push(`GARNER_CLAMD: ${read.fault}`);
    return value;
  };

  const roles = (text('GARNER_ROLES') ?? ROLES.join(',')).split(',').map((role) => role.trim()) as Role[];
  for (const role of roles) {
    if (!ROLES.includes(role)) faults.push(`GARNER_ROLES may name web, worker and migrate; "${role}" is none of them.`);
  }
  const logLevel = text('GARNER_LOG_LEVEL') ?? 'warn';
  if (!LEVELS.includes(logLevel)) faults.push(`GARNER_LOG_LEVEL must be one of ${LEVELS.join(', ')}.`);
  const port = whole('PORT', 3000, 0, 65535);
  const baseUrl = url('GARNER_BASE_URL', ['http:', 'https:']) ?? `http://localhost:${port}`;
  const named = text('GARNER_DATA');
  /** Settings that belong together: all, or none of them. */
  const together = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> | undefined => {
    const given = names.filter((name) => text(name) !== undefined);
    if (given.length === 0) return undefined;
    for (const name of names) {
      if (!given.includes(name)) faults.push(`${name} is missing; it is needed since ${given.join(' and ')} is set.`);
    }
    return Object.fromEntries(names.map((name) => [name, text(name) ?? ''])) as Record<Name, string>;
  };
  const secret = text('GARNER_SECRET');
  if (secret !== undefined && secret.length < SECRET_LEAST) {
    faults.push(`GARNER_SECRET must be at least ${SECRET_LEAST} characters long, and random.`);
  }
  const notify = together(['NOTIFY_API_KEY', 'NOTIFY_TEXT_TEMPLATE']);
  const voice = together(['GARNER_VOICE_URL', 'GARNER_VOICE_SECRET']);
  const single = together(['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']);
  const web = ['http:', 'https:'];
  const config: Config = {
    roles,
    dataFolder: resolve(
      here,
      (named ?? 'data').replace(/^~(?=\/|$)/, () => homedir()),
    ),
    dataFolderNamed: named !== undefined,
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    pgBinFolder: text('GARNER_PG_BIN'),
    host: text('HOST') ?? '127.0.0.1',
    port,
    baseUrl,
    secureCookies: baseUrl.startsWith('https:'),
    demo: yes('GARNER_DEMO', false),
    smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: text('MAIL_FROM') ?? 'Garner <garner@localhost>',
    logLevel,
    workerConcurrency: whole('GARNER_WORKER_CONCURRENCY', 4, 1, 64),
    trustedProxies: whole('GARNER_TRUSTED_PROXIES', 0, 0, 10),
    secret,
    auditKey: text('GARNER_AUDIT_KEY'),
    notify: notify && {
      key: notify.NOTIFY_API_KEY,
      template: notify.NOTIFY_TEXT_TEMPLATE,
      url: url('NOTIFY_URL', web),
    },
    voice: voice && { url: url('GARNER_VOICE_URL', web) ?? '', secret: voice.GARNER_VOICE_SECRET },
    clamd: clamd(),
    ffmpegPath: text('FFMPEG_PATH'),
    singleSignOn: single && {
      name: text('OIDC_NAME') ?? 'single sign-on',
      issuer: url('OIDC_ISSUER', web) ?? '',
      clientId: single.OIDC_CLIENT_ID,
      clientSecret: single.OIDC_CLIENT_SECRET,
    },
  };
  if (!config.roles.includes('web') && config.databaseUrl === undefined) {
    faults.push('A worker or migration of its own needs DATABASE_URL: the embedded database belongs to one process.');
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
}

/** Folders below the data folder. */
export function folders({ dataFolder }: Pick<Config, 'dataFolder'>) {
  return { blobs: join(dataFolder, 'blobs'), uploads: join(dataFolder, 'uploads'), work: join(dataFolder, 'work') };
}
