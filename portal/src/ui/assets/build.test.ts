import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Assets, buildAssets } from './build.ts';

let root: string;
let cacheFolder: string;
let clientFolder: string;
let assets: Assets;

const build = (): Promise<Assets> => buildAssets({ cacheFolder, clientFolder });
const text = (from: Assets, name: string): string => from.get(from.url(name))!.body.toString();
const source = (name: string, content: string): void => writeFileSync(join(clientFolder, name), content);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'garner-assets-'));
  cacheFolder = join(root, 'cache');
  clientFolder = join(root, 'client');
  mkdirSync(join(clientFolder, 'shared'), { recursive: true });
  source('shared/words.ts', `export const words: string = 'Sending';`);
  source('upload.ts', `import { words } from './shared/words.ts';\ndocument.title = words;`);
  source('check.worker.ts', `self.onmessage = (event: MessageEvent<number>) => postMessage(event.data + 1);`);
  source('upload.test.ts', `throw new Error('not for the browser');`);
  source('types.d.ts', `declare const told: boolean;`);
  source('asks.ts', `document.title = process.env.NODE_ENV + String(process.env['TUS']) + (process.env.A ?? 'none');`);
  assets = await build();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('what is served', () => {
  test('each asset by a name with its content’s hash, its media type, and for good', () => {
    expect(assets.url('styles.css')).toMatch(/^\/assets\/styles-[0-9a-f]{8}\.css$/);
    expect(assets.url('upload.js')).toMatch(/^\/assets\/upload-[0-9a-f]{8}\.js$/);
    expect(assets.url('check.worker.js')).toMatch(/^\/assets\/check\.worker-[0-9a-f]{8}\.js$/);
    const types = ['styles.css', 'upload.js', 'favicon.svg'].map((name) => assets.get(assets.url(name))?.type);
    expect(types).toEqual(['text/css; charset=utf-8', 'text/javascript; charset=utf-8', 'image/svg+xml']);
    expect(assets.get(assets.url('upload.js'))?.immutable).toBe(true);
  });

  test('scripts in one piece with what they import; tests and declarations stay out', () => {
    expect(text(assets, 'upload.js')).toMatch(/Sending/);
    expect(text(assets, 'upload.js')).not.toMatch(/import|words:/);
    expect(() => assets.url('upload.test.js')).toThrow(
      'No asset is called "upload.test.js". There are: styles.css, favicon.svg, asks.js, check.worker.js, upload.js.',
    );
  });

  test('no script asks for the settings of the server', () => {
    expect(text(assets, 'asks.js')).not.toContain('process');
    expect(text(assets, 'asks.js')).toContain('production');
  });

  test.each([
    '/assets/styles.css',
    '/assets/',
    '',
    '/assets/../assets/build.ts',
    '/assets/../../../../package.json',
    '/assets/%2e%2e/build.ts',
    '/etc/passwd',
    '__proto__',
    'constructor',
  ])('nothing at %j', (path) => {
    expect(assets.get(path)).toBeUndefined();
    expect(assets.get(`${assets.url('styles.css')}/${path}`)).toBeUndefined();
  });

  test('no client folder is no fault', async () => {
    const without = await buildAssets({ cacheFolder, clientFolder: join(root, 'nowhere') });
    expect(without.url('styles.css')).toBe(assets.url('styles.css'));
    expect(() => without.url('upload.js')).toThrow('No asset is called "upload.js".');
  });
});

describe('the stylesheet', () => {
  test('has neither the typeface nor the crown of GOV.UK, and fetches nothing that is not served', () => {
    const css = text(assets, 'styles.css');
    expect(css).not.toMatch(/GDS Transport|@font-face|@import/i);
    expect(css).toContain('font-family:"Helvetica Neue",arial,sans-serif');
    const fetched = [...css.matchAll(/url\(\s*["']?([^"')]+)/g)].map((match) => match[1]!);
    expect(fetched.filter((url) => !url.startsWith('data:') && assets.get(url) === undefined)).toEqual([]);
    expect(css).not.toMatch(/crest|\.(woff2?|png|ico)\b/);
  });

  test('has the library’s classes and ours', () => {
    const css = text(assets, 'styles.css');
    const ours = 'header tabs progress progress--failed table-scroll code facts filter demo-banner no-print'.split(' ');
    for (const name of ours) expect(css).toContain(`.garner-${name}`);
    for (const name of ['button', 'error-summary', 'summary-list', 'table']) expect(css).toContain(`.govuk-${name}`);
  });
});

describe('the cache', () => {
  const kept = (): string[] => readdirSync(cacheFolder).map((name) => join(cacheFolder, name));

  test('equal sources give equal names, from the cache and afresh', async () => {
    const again = await build();
    const afresh = await buildAssets({ cacheFolder: join(root, 'other'), clientFolder });
    for (const name of ['styles.css', 'upload.js', 'check.worker.js', 'favicon.svg']) {
      expect([again.url(name), text(again, name)]).toEqual([assets.url(name), text(assets, name)]);
      expect([afresh.url(name), text(afresh, name)]).toEqual([assets.url(name), text(assets, name)]);
    }
  });

  test('is what the second build reads, and much the quicker way', async () => {
    const folder = join(root, 'marked');
    const first = performance.now();
    await buildAssets({ cacheFolder: folder, clientFolder });
    const second = performance.now();
    // Told from a fresh build by a mark in what was kept.
    for (const name of readdirSync(folder)) {
      const content = readFileSync(join(folder, name), 'utf8');
      writeFileSync(join(folder, name), content.replace('--govuk-brand-colour', '--kept').replace('Sending', 'Kept'));
    }
    const third = performance.now();
    const again = await buildAssets({ cacheFolder: folder, clientFolder });
    expect(performance.now() - third).toBeLessThan((second - first) / 2);
    expect(text(again, 'styles.css')).toContain('--kept');
    expect(text(again, 'upload.js')).toContain('Kept');
  });

  test('a changed source, even one that is only imported, changes the names it must and no other', async () => {
    source('shared/words.ts', `export const words: string = 'Sent';`);
    const changed = await build();
    expect(text(changed, 'upload.js')).toContain('Sent');
    expect(changed.url('upload.js')).not.toBe(assets.url('upload.js'));
    expect(changed.url('styles.css')).toBe(assets.url('styles.css'));
    expect(changed.get(assets.url('upload.js'))).toBeUndefined();
    source('shared/words.ts', `export const words: string = 'Sending';`);
    expect((await build()).url('upload.js')).toBe(assets.url('upload.js'));
  });

  test('a new script and one taken away are noticed', async () => {
    source('more.ts', 'document.title = "more";');
    expect(text(await build(), 'more.js')).toContain('more');
    rmSync(join(clientFolder, 'more.ts'));
    const after = await build();
    expect(() => after.url('more.js')).toThrow();
  });

  test('what cannot be read is made again', async () => {
    for (const file of kept()) writeFileSync(file, '{"files":{"upload.js":"cut sho');
    const again = await build();
    expect(again.url('styles.css')).toBe(assets.url('styles.css'));
    expect(again.url('upload.js')).toBe(assets.url('upload.js'));
  });

  test('a folder that cannot be written to only costs time', async () => {
    const file = join(root, 'a-file');
    writeFileSync(file, '');
    const built = await buildAssets({ cacheFolder: join(file, 'cache'), clientFolder });
    expect(built.url('styles.css')).toBe(assets.url('styles.css'));
  });

  test('two processes at once both get the whole of it and leave nothing half-written', async () => {
    const folder = join(root, 'shared-cache');
    const program = `
      const { buildAssets } = await import(${JSON.stringify(join(import.meta.dirname, 'build.ts'))});
      const assets = await buildAssets(${JSON.stringify({ cacheFolder: folder, clientFolder })});
      console.log(assets.url('styles.css'), assets.url('upload.js'));`;
    const run = async (): Promise<string> => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
      let output = '';
      for await (const chunk of child.stdout) output += chunk;
      return output.trim();
    };
    const expected = `${assets.url('styles.css')} ${assets.url('upload.js')}`;
    expect(await Promise.all([run(), run()])).toEqual([expected, expected]);
    const name = expect.stringMatching(/^assets-[0-9a-f]{32}\.json$/);
    expect(readdirSync(folder)).toEqual([name, name]);
  });
});

test('a script that does not compile stops the build and says where', async () => {
  const folder = join(root, 'faulty');
  mkdirSync(folder);
  writeFileSync(join(folder, 'faulty.ts'), 'const = 1;');
  await expect(buildAssets({ cacheFolder, clientFolder: folder })).rejects.toThrow(/faulty\.ts:1:6/);
});
