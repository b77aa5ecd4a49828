import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { ConfigError, folders, readConfig } from './config.ts';

/** What the environment is refused for, a sentence each. */
function faults(environment: Readonly<Record<string, string>>): string[] {
  try {
    readConfig(environment, '/srv');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message.split('\n');
  }
  return [];
}

test('an empty environment is enough', () => {
  const config = readConfig({}, '/srv');
  expect(config).toMatchObject({
    roles: ['web', 'worker', 'migrate'],
    dataFolder: '/srv/data',
    dataFolderNamed: false,
    databaseUrl: undefined,
    host: '127.0.0.1',
    port: 3000,
    baseUrl: 'http://localhost:3000',
    secureCookies: false,
    demo: false,
    trustedProxies: 0,
  });
  expect(Object.isFrozen(config)).toBe(true);
  expect(folders(config).blobs).toBe('/srv/data/blobs');
});

test('what is said is taken; blanks around it are not', () => {
  const config = readConfig(
    {
      GARNER_ROLES: ' web , worker ',
      GARNER_DATA: '~/garner',
      DATABASE_URL: 'postgres://garner@db.example/garner',
      GARNER_BASE_URL: ' https://garner.example/ ',
      GARNER_DEMO: 'Yes',
      PORT: '0',
      SMTP_URL: 'smtps://mail.example',
    },
    '/srv',
  );
  expect(config).toMatchObject({
    roles: ['web', 'worker'],
    dataFolder: `${homedir()}/garner`,
    dataFolderNamed: true,
    databaseUrl: 'postgres://garner@db.example/garner',
    baseUrl: 'https://garner.example',
    secureCookies: true,
    demo: true,
    port: 0,
    smtpUrl: 'smtps://mail.example',
  });
});

test('every fault is told at once, by the name of its setting', () => {
  const told = faults({
    GARNER_ROLES: 'web,cook',
    GARNER_LOG_LEVEL: 'loud',
    PORT: '99999',
    GARNER_DEMO: 'perhaps',
    GARNER_BASE_URL: 'garner.example',
    DATABASE_URL: 'mysql://db.example',
    SMTP_URL: 'mail.example:25',
    GARNER_WORKER_CONCURRENCY: '0',
    GARNER_TRUSTED_PROXIES: '1.5',
  });
  const names = told.map((sentence) => /\b[A-Z][A-Z_]{3,}\b/.exec(sentence)?.[0]);
  expect(names.toSorted()).toEqual([
    'DATABASE_URL',
    'GARNER_BASE_URL',
    'GARNER_DEMO',
    'GARNER_LOG_LEVEL',
    'GARNER_ROLES',
    'GARNER_TRUSTED_PROXIES',
    'GARNER_WORKER_CONCURRENCY',
    'PORT',
    'SMTP_URL',
  ]);
  for (const sentence of told) expect(sentence).toMatch(/\.$/);
});

test('an address that may hold a password is never repeated', () => {
  const told = faults({
    DATABASE_URL: 'mysql://garner:open-sesame@db.example',
    SMTP_URL: 'garner:open-sesame@mail.example',
    GARNER_BASE_URL: 'ftp://garner:open-sesame@garner.example',
  });
  expect(told).toHaveLength(3);
  expect(told.join()).not.toContain('sesame');
});

test('a worker of its own needs a database that others can reach', () => {
  expect(faults({ GARNER_ROLES: 'worker' })).toEqual([expect.stringContaining('needs DATABASE_URL')]);
  expect(faults({ GARNER_ROLES: 'worker', DATABASE_URL: 'postgresql://db.example/garner' })).toEqual([]);
});
