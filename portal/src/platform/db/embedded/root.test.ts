import { chmod, lstat, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultFolderFor } from './default-folder.ts';
import { child, garnerWords } from './fixtures/child.ts';
import { opened } from './fixtures/opened.ts';
import { temporaryFolder } from './fixtures/temporary.ts';
import { canReach, isRoot, serverUser } from './run-as.ts';

const user = serverUser();

test('root lends the server the name of postgres, else of nobody', async () => {
  await using place = await temporaryFolder();
  const passwd = join(place.path, 'passwd');
  expect(serverUser(passwd)).toBeUndefined();
  const nobody = 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n';
  await writeFile(passwd, nobody);
  expect(serverUser(passwd)).toEqual({ name: 'nobody', uid: 65534, gid: 65533 });
  await writeFile(passwd, `${nobody}postgres:x:101:104::/:/bin/false\n`);
  expect(serverUser(passwd)).toEqual({ name: 'postgres', uid: 101, gid: 104 });
});

test.skipIf(isRoot())('an ordinary user keeps the data where it prefers', async () => {
  await using place = await temporaryFolder(0o700);
  expect(await defaultFolderFor(join(place.path, 'data'))).toEqual({ folder: join(place.path, 'data') });
});

describe.skipIf(!isRoot() || user === undefined)('as root (skipped for everyone else)', () => {
  const namespaces = user !== undefined && canReach({ how: 'namespace', ...user }, '/');

  test('the server runs as an ordinary user, and its files are that user’s', async () => {
    await using place = await temporaryFolder();
    await using server = await opened(join(place.path, 'data'));
    expect((await lstat(join(server.folder, 'postgres'))).uid).toBe(user?.uid);
    expect((await lstat(server.connection.host)).uid).toBe(user?.uid);
    expect(await defaultFolderFor(server.folder)).toEqual({ folder: server.folder });
  });

  test.skipIf(!namespaces)('below a folder that only root may enter, it runs and its files stay root’s', async () => {
    await using place = await temporaryFolder(0o700);
    const folder = join(place.path, 'data');
    expect(await defaultFolderFor(folder)).toEqual({ folder });
    await using server = await opened(folder);
    expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect((await lstat(join(folder, 'postgres'))).uid).toBe(0);
    expect((await lstat(folder)).mode & 0o777).toBe(0o700);
  });

  test.skipIf(!namespaces)('files made one way start the other way, there and back', async () => {
    await using place = await temporaryFolder(0o700);
    const folder = join(place.path, 'data');
    const owners: number[] = [];
    for (const [mode, sql] of [
      [0o700, 'create table kept as select 1 as one'],
      [0o755, 'select one from kept'],
      [0o700, 'select one from kept'],
    ] as const) {
      await chmod(place.path, mode);
      await using server = await opened(folder);
      const rows = await server.query(sql);
      if (sql.startsWith('select')) expect(rows).toEqual([{ one: 1 }]);
      owners.push((await lstat(join(folder, 'postgres', 'base'))).uid);
      // The claim makes a folder passable only where that helps, so the test does it for the second round.
      await chmod(folder, 0o711);
    }
    expect(owners).toEqual([0, user?.uid, 0]);
  });

  /** A root without leave to change its user or to make further namespaces, as in a tight container. */
  const confined = (words: readonly string[]) =>
    child([
      ...(['unshare', '--user', '--map-root-user', 'sh', '-c'] as const),
      'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"',
      'sh',
      ...words,
    ]);

  test.skipIf(!namespaces)('where nothing leads into the folder, the refusal names another', async () => {
    await using place = await temporaryFolder(0o700);
    const folder = join(place.path, 'data');
    await mkdir(folder);
    await using refused = confined(garnerWords('start', folder));
    expect(await refused.line(/Error|^started/)).toBe(
      `CannotStartError: The folder ${folder} cannot be reached by the user ${user?.name} that PostgreSQL must run as. Set GARNER_DATA to a folder such as /var/lib/garner.`,
    );
  });

  test.skipIf(!namespaces)(
    'where nothing leads into the preferred folder, the default is another, with a reason',
    async () => {
      await using place = await temporaryFolder(0o700);
      const folder = join(place.path, 'data');
      await using asked = confined(garnerWords('default', folder));
      const answer = JSON.parse(await asked.line(/^\{/)) as { folder: string; why: string };
      expect(answer.folder).toMatch(/^\/var\/lib\/garner\/[0-9a-f]{8}$/);
      expect(answer.why).toBe(
        `PostgreSQL must not run as root, and the user ${user?.name} that it runs as instead cannot reach ${folder}, so the data is kept in ${answer.folder}.`,
      );
    },
  );

  /** Runs a start with another disk mounted over the folder, for that start alone. */
  const mounted = (options: string, folder: string) =>
    child([
      ...(['unshare', '--mount', 'sh', '-c'] as const),
      `mount -t tmpfs -o ${options},mode=755 tmpfs "$0" && exec "$@"`,
      folder,
      ...garnerWords('start', folder),
    ]);

  test.each([
    ['size=4m', 'There is no room left on the disk for the folder'],
    ['ro', 'is on a disk that can be read but not written'],
  ])('a disk that is too small or read-only is said in words (%s)', async (options, words) => {
    await using place = await temporaryFolder();
    await using refused = mounted(options, place.path);
    const said = await refused.line(/^CannotStartError|^started/);
    expect(said).toContain(words);
    expect(said).toContain(place.path);
  });
});
