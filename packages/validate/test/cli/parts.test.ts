/** The small parts of the command, each by itself. */
import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTemplates } from '../../../../portal/src/modules/collections/files.ts';
import { readCatalogue } from '../../src/cli/catalogue.ts';
import { cellsLine, shares } from '../../src/cli/cells.ts';
import { CliError, type Io } from '../../src/cli/command.ts';
import { readingFault, writingFault } from '../../src/cli/faults.ts';
import { FindingSpool } from '../../src/cli/finding-spool.ts';
import { nearest } from '../../src/cli/nearest.ts';
import { parse, wholeNumber } from '../../src/cli/options.ts';
import { Progress, progressLine } from '../../src/cli/progress.ts';
import { shellWord, size, table, visible, wrap } from '../../src/cli/words.ts';
import { EXIT, run } from '../../src/cli.ts';
import { csvRow, exactCsvRow } from '../../src/csv/row.ts';
import type { Finding } from '../../src/index.ts';
import { parseCsv } from '../oracle-csv.ts';

test('the catalogue has the templates and hashes of the portal, the newest edition of a name first', async () => {
  const mine = await readCatalogue();
  const portals = await readTemplates();
  const places = (all: typeof mine): string[] =>
    all.map(({ template, hash }) => `${template.name}@${template.edition} ${hash}`);
  expect(places(mine).sort()).toEqual(places(portals).sort());
  const editions = mine.filter(({ template }) => template.name === 'standard-qualification-fee');
  expect(editions.map(({ template }) => template.edition)).toEqual(['2025-02', '2022-01']);
});

describe('arguments', () => {
  test('options in any place, both spellings, names after --, a dash alone', () => {
    const parsed = parse('x', ['a', '--out=b', '-', '--write', '--', '--c'], { out: 'text', write: 'flag' });
    expect(parsed).toEqual({ values: { out: 'b', write: true }, positionals: ['a', '-', '--c'] });
    expect(parse('x', ['--seed', '-2'], { seed: 'text' }).values).toEqual({ seed: '-2' });
  });

  test.each([
    [['--out'], 'The option --out needs a value.'],
    [['--out='], 'The option --out needs a value.'],
    [['--write=yes'], 'The option --write takes no value.'],
    [['-w'], 'garner x has no option -w.'],
    [['--constructor'], 'garner x has no option --constructor.'],
  ])('%j is refused', (args, message) => {
    expect(() => parse('x', args, { out: 'text', write: 'flag' })).toThrow(message);
  });

  test.each(['-1', '1.5', '1e3', '', ' 1', '11', '99999999999999999999'])(
    '“%s” is no whole number from 0 to 10',
    (text) => {
      expect(() => wholeNumber('--rows', text, 1, [0, 10])).toThrow(CliError);
    },
  );

  test('nothing that is typed makes it fail in another way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('--out', '--write', '-', '--', '--out=', '-o'))),
        (args) => {
          try {
            parse('x', args, { out: 'text', write: 'flag' });
          } catch (error) {
            expect(error).toBeInstanceOf(CliError);
          }
        },
      ),
    );
  });
});

test('the nearest words, and none where none is near', () => {
  expect(nearest('jsno', ['text', 'json', 'csv'])).toEqual(['json']);
  expect(nearest('ptq', ['ptq-assessment-outcomes', 'specification-codes'])).toEqual(['ptq-assessment-outcomes']);
  expect(nearest('zzz', ['check', 'fix'])).toEqual([]);
});

describe('words', () => {
  test('shown text has no control characters, and plain text is left alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
    expect(visible('Zoë Müller, 学校 “x” £5')).toBe('Zoë Müller, 学校 “x” £5');
    expect(visible('a\r\nb\tc\u001b[0m\u202e\ud800')).toBe('a\\r\\nb\\tc\\x1b[0m\\u202e\\ud800');
  });

  test('wrapping keeps every word and no line is wider than asked, but for a longer word', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.integer({ min: 30, max: 90 }),
        fc.integer({ min: 0, max: 4 }),
        (words, width, indent) => {
          const lines = wrap(words.join(' '), width, indent).split('\n');
          expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(words);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('sizes, tables and words for a shell', () => {
    expect([0, 999, 1000, 3420, 98_889_116, 999_600_000].map(size)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.0 kB',
      '3.4 kB',
      '99 MB',
      '1.0 GB',
    ]);
    expect(
      table([
        ['a', 'bb', 'c'],
        ['aaa', '', ''],
      ]),
    ).toBe('a    bb  c\naaa');
    expect(['a/b.csv', 'my file.csv', "it's"].map(shellWord)).toEqual(['a/b.csv', "'my file.csv'", "'it'\\''s'"]);
    expect(shellWord("a\n\x1b[2J it's\u202e.csv")).toBe("$'a\\x0a\\x1b[2J it\\'s\\U0000202e.csv'");
  });
});

describe('rows of CSV', () => {
  const firstRow = (text: string): string[] =>
    parseCsv(new TextEncoder().encode(text), 0)[0]!.cells.map((cell) => cell.text);

  test('come back as they were, but for the apostrophe before what a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (values) => {
        expect(firstRow(csvRow(values))).toEqual(
          values.map((value) => (/^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value)),
        );
        expect(firstRow(exactCsvRow(values))).toEqual(values);
      }),
    );
  });

  test('numbers stay numbers', () => {
    expect(csvRow([-2, '-2', '=1+1', ' a'])).toBe(`-2,'-2,'=1+1," a"\r\n`);
  });
});

describe('cells of a rule', () => {
  const at = (row: number, value: string, detail?: string): Finding => ({
    rule: 'value.list',
    severity: 'error',
    row,
    column: 'Grade',
    cell: `L${row}`,
    offset: 0,
    length: 1,
    value,
    message: 'Wrong.',
    help: '',
    ...(detail === undefined ? {} : { detail }),
  });

  test('neighbours with one value share it, and what is left out is counted', () => {
    const findings = [at(2, 'a'), at(3, 'a'), at(4, 'b', 'Same as row 1.'), { ...at(5, ''), cell: '' }];
    expect(cellsLine(findings, 1200)).toBe('L2, L3 “a”; L4 “b” (Same as row 1.); row 5; … and 1,200 more');
    const many = Array.from({ length: 9 }, (_, row) => at(row + 2, 'x'));
    expect(cellsLine(many, 0)).toBe('L2, L3, L4, L5, L6, L7 and 3 more “x”');
    expect(cellsLine([{ ...at(0, ''), cell: '' }], 0)).toBe('');
  });

  test('are shared out so that every rule has one, none more than it has, and nothing is wasted', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 500 }), (all, total) => {
        const given = shares(all, total);
        for (const [index, share] of given.entries()) {
          expect(share).toBeGreaterThanOrEqual(1);
          expect(share).toBeLessThanOrEqual(all[index]!);
        }
        const sum = given.reduce((a, b) => a + b, 0);
        expect(sum).toBeLessThanOrEqual(Math.max(total, all.length));
        if (total >= all.length)
          expect(sum).toBe(
            Math.min(
              total,
              all.reduce((a, b) => a + b, 0),
            ),
          );
      }),
    );
    expect(shares([3, 1], 0)).toEqual([0, 0]);
    expect(shares([3, 1], Number.POSITIVE_INFINITY)).toEqual([3, 1]);
  });

  test('come back from the spool as they went in, from memory and from disk', async () => {
    await using spool = new FindingSpool();
    const value = 'é\n“x”\u2028'.repeat(20);
    const findings = Array.from({ length: 12_000 }, (_, row) => ({
      ...at(row, value, row % 2 ? `Row ${row}.` : undefined),
      column: row % 3 ? 'Grade' : 'Mark',
    }));
    for (let from = 0; from < findings.length; from += 1000) await spool.add(findings.slice(from, from + 1000));
    expect(spool.size).toBe(findings.length);
    const all: Finding[] = [];
    for await (const some of spool.read()) all.push(...some);
    expect(all).toEqual(findings);
    const marks: Finding[] = [];
    for await (const some of spool.read({ rule: 'value.list', column: 'Mark' })) marks.push(...some);
    expect(marks).toEqual(findings.filter(({ column }) => column === 'Mark'));
  });
});

test('the line of progress: how far, how fast, how long yet', () => {
  expect(progressLine('a.csv', { bytes: 50e6, rows: 1_234_567 }, 100e6, 2)).toBe(
    'a.csv [############------------]  50 %  1,234,567 rows  25 MB/s  2 s left',
  );
  expect(progressLine('a.csv', { bytes: 0, rows: 0 }, 0, 0)).toBe(
    'a.csv [------------------------]   0 %  0 rows  0.0 MB/s',
  );
  expect(progressLine('a.csv', { bytes: 1e6, rows: 1 }, 1e9, 2)).toContain('34 min left');
});

test('progress is drawn ten times a second at most, and not at all where there is no terminal', () => {
  const written: string[] = [];
  const stderr = new Writable({
    write: (part, _encoding, done) => {
      written.push(String(part));
      done();
    },
  });
  const io = { isTTY: { stdin: false, stdout: false, stderr: true }, columns: 80, env: {}, stderr } as unknown as Io;
  const begun = performance.now();
  const progress = new Progress(io, 'a.csv', 1e9);
  for (let rows = 0; rows < 5000; rows++) progress.update({ rows, bytes: rows });
  expect(written.length).toBeGreaterThan(0);
  expect(written.length).toBeLessThanOrEqual(1 + (performance.now() - begun) / 100);
  progress.clear();
  expect(written.at(-1)).toBe('\r\u001b[2K');
  written.length = 0;
  const quiet = new Progress({ ...io, isTTY: { ...io.isTTY, stderr: false } }, 'a.csv', 1e9);
  quiet.update({ rows: 1, bytes: 1 });
  quiet.clear();
  expect(written).toEqual([]);
});

describe('faults', () => {
  const error = (code: string): Error => Object.assign(new Error('raw words of the system'), { code });

  test.each(['ENOENT', 'EACCES', 'EISDIR', 'EIO'])('%s while reading has the name and what to do', (code) => {
    const fault = readingFault(error(code), 'a$&b.csv');
    expect(fault.message).toContain('a$&b.csv');
    expect(fault.remedy).toMatch(/\.$|csv\.$/);
  });

  test('a fault of the program is no fault of a file', () => {
    const bug = new TypeError('x is not a function');
    expect(() => readingFault(bug, 'a.csv')).toThrow(bug);
    expect(() => writingFault(error('ERR_INVALID_ARG_TYPE'), 'a.csv')).toThrow('raw words');
  });

  test('a fault of the program is told in two lines, and in full with --debug', async () => {
    const told = async (args: readonly string[]): Promise<{ code: number; text: string }> => {
      let text = '';
      const stream = new Writable({
        write: (part, _encoding, done) => {
          text += part;
          done();
        },
      });
      const stdin = new Readable({ read: () => stdin.destroy(new TypeError('x is not a function')) });
      const isTTY = { stdin: false, stdout: false, stderr: false };
      const signal = new AbortController().signal;
      const code = await run(args, {
        stdin,
        stdout: stream,
        stderr: stream,
        isTTY,
        columns: 80,
        env: {},
        cwd: '/',
        signal,
      });
      return { code, text };
    };
    const plain = await told(['check', '-']);
    expect(plain.text).toBe(
      'garner: The program failed: x is not a function\nThis is not your fault. Run it again with --debug, and report what it prints.\n',
    );
    const full = await told(['check', '-', '--debug']);
    expect(full.text).toMatch(/TypeError: x is not a function\n\s+at /);
    expect([plain.code, full.code]).toEqual([EXIT.failed, EXIT.failed]);
  });
});
