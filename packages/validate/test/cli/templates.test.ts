/** Reading templates: `garner templates`, `show`, `lint`, and the help. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { loadTemplate } from '../run.ts';
import { folder, garner, inProcess, PTQ_EXAMPLES, TEMPLATES } from './garner.ts';

const PTQ_FILE = join(TEMPLATES, 'ptq-assessment-outcomes/2023-08.yaml');

describe('garner templates', () => {
  test('lists each name once, with its editions', async () => {
    const { code, stdout } = await garner(['templates']);
    expect(stdout).toMatch(/^NAME +EDITIONS +COLUMNS +PUBLISHER +TITLE\n/);
    expect(stdout).toMatch(/\nstandard-qualification-fee +2025-02, 2022-01 +7 +Ofqual +Standard qualification fee\n/);
    expect(stdout.trimEnd().split('\n')).toHaveLength(10);
    expect(code).toBe(0);
  });

  test('as JSON lists every edition with its hash', async () => {
    const { stdout } = await inProcess(['templates', '--format', 'json']);
    const all = JSON.parse(stdout);
    expect(all).toHaveLength(10);
    expect(all[6]).toEqual({
      name: 'ptq-assessment-outcomes',
      edition: '2023-08',
      title: 'PTQ outcomes: assessment outcomes',
      publisher: 'Ofqual',
      updated: '2023-08-04',
      columns: 12,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('a name is told where to go', async () => {
    const { code, stderr } = await inProcess(['templates', 'ptq']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('garner show ptq')]);
  });
});

describe('garner show', () => {
  test('prints every column with its letter, what it accepts, how to mend it, -2 or not, and every rule', async () => {
    const { stdout } = await inProcess(['show', 'ptq-assessment-outcomes']);
    const { fields, rules = [] } = loadTemplate('ptq-assessment-outcomes/2023-08');
    const flat = stdout.replace(/\s+/g, ' ');
    for (const field of fields) {
      expect(stdout).toMatch(new RegExp(`^[A-L] {2}${field.name}$`, 'm'));
      expect(flat).toContain(`Accepts: ${field.accepts} To mend: ${field.mend} Example: ${field.example}.`);
    }
    expect(flat).toContain('Example: June 2023. -2 where it does not apply.');
    expect(flat).toContain('Example: Northern Skills Awards. -2 is not accepted.');
    for (const { code, severity, message } of rules) expect(flat).toContain(`${severity} ${code} ${message} To mend: `);
  });

  test('as CSV is the header row that a file begins with', async () => {
    const { stdout } = await inProcess(['show', 'ptq-assessment-outcomes', '--format', 'csv']);
    const head = readFileSync(join(PTQ_EXAMPLES, 'valid.csv'), 'utf8').split('\n')[0]!.trimEnd();
    expect(stdout).toBe(`${head}\r\n`);
  });

  test('as JSON is a template that checks as the name does, with the same hash', async () => {
    const cwd = folder();
    await inProcess(['show', 'ptq-assessment-outcomes', '--format', 'json', '--out', 'own.json'], { cwd });
    expect(JSON.parse(readFileSync(join(cwd, 'own.json'), 'utf8'))).toEqual(load(readFileSync(PTQ_FILE, 'utf8')));
    const result = async (template: string): Promise<object> => {
      const args = ['check', join(PTQ_EXAMPLES, 'faulty.csv'), '--template', template, '--format', 'json'];
      return JSON.parse((await inProcess(args, { cwd })).stdout);
    };
    expect(await result('./own.json')).toEqual(await result('ptq-assessment-outcomes@2023-08'));
    expect(await result(PTQ_FILE)).toEqual(await result('ptq-assessment-outcomes'));
  });

  test('as Markdown is a table of columns and one of rules, every cell in its place', async () => {
    const { stdout } = await inProcess(['show', 'ptq-assessment-outcomes', '--format', 'markdown']);
    expect(stdout).toMatch(/^# PTQ outcomes: assessment outcomes\n/);
    const rows = stdout.split('\n').filter((line) => line.startsWith('|'));
    const cells = rows.map((row) => row.replaceAll('\\|', '').split('|').length - 2);
    expect(new Set(cells.slice(0, 14))).toEqual(new Set([6]));
    expect(new Set(cells.slice(14))).toEqual(new Set([5]));
    expect(stdout).toContain('| L | `AssessmentGrade` | One of the 150 published grades');
    expect(stdout).toContain('D\\*D');
  });

  test('says what it needs', async () => {
    const none = await inProcess(['show']);
    expect(none.stderr).toContain('garner show needs the name of a template.');
    const two = await inProcess(['show', 'a', 'b']);
    expect(two.stderr).toContain('garner show takes the name of a template, and no more.');
    expect([none.code, two.code]).toEqual([2, 2]);
  });
});

describe('template files', () => {
  const broken = (change: (template: Record<string, unknown>) => void): { cwd: string; path: string } => {
    const cwd = folder();
    const template = load(readFileSync(PTQ_FILE, 'utf8')) as Record<string, unknown>;
    change(template);
    writeFileSync(join(cwd, 'own.yaml'), dump(template));
    return { cwd, path: './own.yaml' };
  };

  test('a published one has no errors: exit code 0', async () => {
    const { code, stdout } = await garner(['lint', PTQ_FILE]);
    expect(stdout).toMatch(/2023-08\.yaml: 0 errors, /);
    expect(code).toBe(0);
  });

  test('each remark of the linter has its place and what to do; an error is exit code 1', async () => {
    const { cwd, path } = broken((template) => {
      Object.assign((template['fields'] as Record<string, unknown>[])[3]!, { constraints: { pattern: 'A(B' } });
    });
    const { code, stdout } = await inProcess(['lint', path], { cwd });
    expect(stdout).toMatch(/^error [\w.-]+ at fields\[3\]\.constraints\.pattern\n {2}\S/m);
    expect(code).toBe(1);
    const json = await inProcess(['lint', path, '--format', 'json'], { cwd });
    const { file, errors, remarks } = JSON.parse(json.stdout);
    expect([file, errors > 0, json.code]).toEqual([path, true, 1]);
    expect(remarks[0]).toMatchObject({ severity: 'error', path: expect.stringContaining('fields[3]') });
  });

  test('one with errors checks no file', async () => {
    const { cwd, path } = broken((template) => {
      Object.assign((template['fields'] as Record<string, unknown>[])[3]!, { constraints: { pattern: 'A(B' } });
    });
    const { code, stdout, stderr } = await inProcess(['check', join(PTQ_EXAMPLES, 'valid.csv'), '--template', path], {
      cwd,
    });
    expect(stderr).toMatch(/^garner: \.\/own\.yaml cannot be used as a template: /);
    expect([code, stdout]).toEqual([2, '']);
  });

  test.each([
    ['broken.yaml', 'name: x\nfields:\n  - name: [a\n', 'broken.yaml, line '],
    ['twice.yaml', 'name: x\nname: y\n', 'twice.yaml, line 2, character 1: duplicated mapping key.'],
    ['empty.yaml', '', 'empty.yaml: expected a document, but the input is empty.'],
    ['ring.yaml', 'a: &a\n  b: *a\n', 'ring.yaml refers to itself.'],
    ['latin.yaml', Buffer.from([0x61, 0x3a, 0x20, 0xe9]), 'latin.yaml is not in UTF-8.'],
    ['list.yaml', '- 1\n', 'cannot be used as a template'],
    ['text.yaml', 'hello', 'cannot be used as a template'],
  ])('%s: said in two lines', async (name, content, message) => {
    const cwd = folder();
    writeFileSync(join(cwd, name), content);
    const { code, stderr } = await inProcess(['show', `./${name}`], { cwd });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    expect(code).toBe(2);
  });

  test('a folder, a missing file, a name without a file', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'a.yaml'));
    const [there, gone, none] = await Promise.all([
      inProcess(['lint', 'a.yaml'], { cwd }),
      inProcess(['lint', 'b.yaml'], { cwd }),
      inProcess(['lint'], { cwd }),
    ]);
    expect(there.stderr).toContain('a.yaml is a folder, not a file.');
    expect(gone.stderr).toContain('There is no file b.yaml.');
    expect(none.stderr).toContain('garner lint needs the path of a template file.');
    expect([there.code, gone.code, none.code]).toEqual([2, 2, 2]);
  });
});

describe('help', () => {
  const COMMANDS = ['check', 'templates', 'show', 'sample', 'fix', 'diff', 'lint', 'import'];

  test('lists every command with a line of its own', async () => {
    const { code, stdout } = await garner([]);
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name} +[A-Z].*\\.$`, 'm'));
    expect(code).toBe(0);
    expect((await inProcess(['--help'])).stdout).toBe(stdout);
    expect((await inProcess(['help'])).stdout).toBe(stdout);
  });

  test.each(COMMANDS)('%s says how it is used, asked in three ways, in lines that fit', async (name) => {
    const [first, second, third] = await Promise.all([
      inProcess(['help', name]),
      inProcess([name, '--help']),
      inProcess([name, 'a.csv', '-h']),
    ]);
    expect(first.stdout).toMatch(new RegExp(`^garner ${name} `));
    expect([second.stdout, third.stdout]).toEqual([first.stdout, first.stdout]);
    expect([first.code, second.code, third.code]).toEqual([0, 0, 0]);
    expect(first.stdout.split('\n').filter((line) => line.length > 125)).toEqual([]);
  });

  test('the version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect((await inProcess(['--version'])).stdout).toBe(`${version}\n`);
  });

  test('help for what is not there suggests what is', async () => {
    const { code, stderr } = await inProcess(['help', 'smaple']);
    expect([code, stderr]).toEqual([2, 'garner: There is no command “smaple”.\nDid you mean sample?\n']);
  });
});
