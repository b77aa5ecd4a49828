import { copyFileSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, garner, inProcess, PTQ_EXAMPLES } from './garner.ts';

const PTQ = 'ptq-assessment-outcomes';
const example = (name: string): string => join(PTQ_EXAMPLES, name);
const CONTEXT = example('context.json');

test('a right file: exit code 0, and what to do next', async () => {
  const { code, stdout, stderr } = await garner([
    'check',
    example('valid.csv'),
    '--template',
    PTQ,
    '--against',
    CONTEXT,
  ]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/valid\.csv: 12 rows, 1\.6 kB\.\n/);
  expect(stdout).toContain(
    'Nothing is wrong.\n\nNot asked: PTQ-ASSESSMENT-CODE. The reference “assessment-codes” was not given.\n\nNext: send it. Nothing stands against it, as far as it could be checked here.\n',
  );
  expect(code).toBe(0);
});

test('a faulty file: exit code 1, what is wrong by rule and column with cells and values, and what to type next', async () => {
  const { code, stdout, stderr } = await garner(['check', 'faulty.csv', '--against', 'context.json'], {
    cwd: PTQ_EXAMPLES,
  });
  expect(stdout).toContain(
    'Template: PTQ outcomes: assessment outcomes (ptq-assessment-outcomes@2023-08), recognised by its\nheader.\n',
  );
  expect(stdout).toContain('Found: 28 errors, 3 notices.\n');
  expect(stdout).toContain(
    [
      'error value.number in AssessmentRawMark: 4 times',
      '  The value is not a number of the kind this column wants.',
      '  To mend: Write 1 to 3 digits and nothing else: no decimals, signs or blanks. Write -2 if there is',
      '  no raw mark.',
      '  J19 “1000”; J20 “45.5”; J21 “+5”; J28 “-1”',
    ].join('\n'),
  );
  expect(stdout).toContain('  A2 “2023-10-30” (Expected: “2023-10-31”.)\n');
  expect(stdout).toContain(
    '  garner fix faulty.csv --template ptq-assessment-outcomes@2023-08 --against context.json\n',
  );
  expect(stdout.indexOf('notice PTQ-ULN-CHECK')).toBeGreaterThan(stdout.lastIndexOf('\nerror '));
  expect(stdout).not.toContain('\u001b');
  expect(stderr).toBe('');
  expect(code).toBe(1);
});

test('standard input is checked as the same file is, duplicates too', async () => {
  const input = readFileSync(example('duplicates.csv'), 'utf8');
  const piped = await garner(['check', '-', '--template', PTQ, '--format', 'json'], { input });
  const named = await garner(['check', example('duplicates.csv'), '--template', PTQ, '--format', 'json']);
  expect(piped.code).toBe(1);
  const [a, b] = [JSON.parse(piped.stdout), JSON.parse(named.stdout)];
  expect(a.file).toEqual({ ...b.file, name: '-' });
  expect(a.findings).toEqual(b.findings);
  expect(a.findings.some((finding: { detail?: string }) => finding.detail?.startsWith('Same as row'))).toBe(true);
});

test('the due date alone is compared with; without it the rule is said to be left out', async () => {
  const late = await inProcess(['check', example('valid.csv'), '--against', '2023-11-30']);
  expect(late.stdout).toContain('error PTQ-REPORTING-DATE in ReportingDate: 12 times');
  expect(late.code).toBe(1);
  const without = await inProcess(['check', example('valid.csv')]);
  expect(without.stdout).toContain('Not asked: PTQ-REPORTING-DATE. It needs the due date of the return.');
  expect(without.stdout).toContain('as far as it could be checked here');
  expect(without.stdout).toContain('add it: --against 2023-10-31');
  expect(without.code).toBe(0);
});

test.each([
  ['2023-02-31', 'There is no date 2023-02-31.'],
  ['31/10/2023', 'is not written as year-month-day.'],
  ['none.json', 'There is no file none.json.'],
  ['broken.json', 'broken.json is not JSON'],
  ['list.json', 'list.json is no JSON object.'],
  ['nested.json', 'In nested.json the value of “dueDate” is neither'],
  ['day-first.json', 'In day-first.json the dueDate is no date written as year-month-day.'],
  ['one-name.json', 'In one-name.json organisationNames is no list.'],
  ['misspelt.json', 'misspelt.json has “duedate”, which no rule knows.'],
])('--against %s: not accepted', async (against, message) => {
  const cwd = folder();
  writeFileSync(join(cwd, 'broken.json'), '{"dueDate": ');
  writeFileSync(join(cwd, 'list.json'), '["2023-10-31"]');
  writeFileSync(join(cwd, 'nested.json'), '{"dueDate": {"day": 1}}');
  writeFileSync(join(cwd, 'day-first.json'), '{"dueDate": "31/10/2023"}');
  writeFileSync(join(cwd, 'one-name.json'), '{"organisationNames": "Northern Skills Awards"}');
  writeFileSync(join(cwd, 'misspelt.json'), '{"duedate": "2023-10-31"}');
  const { code, stdout, stderr } = await inProcess(['check', example('valid.csv'), '--against', against], { cwd });
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  expect([stdout, code]).toEqual(['', 2]);
});

test('an edition with too much behind it is not taken for another', async () => {
  const edition = await inProcess(['check', example('valid.csv'), '--template', 'ptq-assessment-outcomes@2023-08@x']);
  expect(edition.stderr).toContain('has no edition “2023-08@x”.');
  expect(edition.code).toBe(2);
});

test('several files: each is told, what could not be checked does not stop the others, and the worst decides', async () => {
  const files = [example('valid.csv'), join(PTQ_EXAMPLES, 'gone.csv'), example('ragged.csv'), PTQ_EXAMPLES];
  const { code, stdout, stderr } = await garner(['check', ...files, '--template', PTQ]);
  expect(stdout).toContain('4 files: 1 without errors, 1 with errors, 2 could not be checked.\n');
  expect(stderr).toContain('gone.csv.\nCheck the name and the folder.\n');
  expect(stderr).toContain('examples/2023-08 is a folder, not a file.\n');
  expect(code).toBe(2);
  const two = await inProcess(['check', files[0]!, files[2]!, '--template', PTQ, '--format', 'json']);
  expect(JSON.parse(two.stdout).map((result: { rows: number }) => result.rows)).toEqual([12, 5]);
  expect(two.code).toBe(1);
});

test('no file can be checked: a list of several is empty, a single one is not written', async () => {
  const cwd = folder();
  const one = await inProcess(['check', 'a.csv', '--format', 'json', '--out', 'one.json'], { cwd });
  expect(one.code).toBe(2);
  expect(() => statSync(join(cwd, 'one.json'))).toThrow('ENOENT');
  const two = await inProcess(['check', 'a.csv', 'b.csv', '--format', 'json'], { cwd });
  expect([two.code, JSON.parse(two.stdout)]).toEqual([2, []]);
});

test('an unknown template or edition is answered with what is near', async () => {
  const misspelt = await inProcess(['check', example('valid.csv'), '--template', 'ptq-asessment-outcome']);
  expect(misspelt.stderr).toBe(
    'garner: There is no template “ptq-asessment-outcome”.\nDid you mean ptq-assessment-outcomes?\n',
  );
  const edition = await inProcess(['check', example('valid.csv'), '--template', 'standard-qualification-fee@2020-01']);
  expect(edition.stderr).toContain('Its editions: 2025-02, 2022-01.');
  expect([misspelt.code, edition.code]).toEqual([2, 2]);
});

test('without --template the newest edition whose columns are there is taken, and it is said', async () => {
  const fee = join(PTQ_EXAMPLES, '../../../standard-qualification-fee/examples/2022-01/valid.csv');
  const { stdout, stderr } = await inProcess(['check', fee, '--format', 'json']);
  expect(JSON.parse(stdout).template).toMatchObject({ name: 'standard-qualification-fee', edition: '2025-02' });
  expect(stderr).toContain('standard-qualification-fee@2025-02, recognised by its header; the newest of 2 editions');
});

test('a file that no template fits is not checked; the nearest are named', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'own.csv'), 'ReportingDate,Colour,Shape,Weight\n2023-10-31,red,round,3\n');
  writeFileSync(join(cwd, 'other.csv'), 'Colour,Shape\nred,round\n');
  writeFileSync(join(cwd, 'book.csv'), Buffer.from('504b0304140006000800', 'hex'));
  const own = await inProcess(['check', 'own.csv'], { cwd });
  expect(own.stderr).toMatch(
    /cannot be told from its first row\.\nName it with --template\. Nearest: .*\(1 of 5 columns\)/,
  );
  const other = await inProcess(['check', 'other.csv'], { cwd });
  expect(other.stderr).toContain('Name it with --template; garner templates lists them.');
  const book = await inProcess(['check', 'book.csv'], { cwd });
  expect(book.stderr).toContain(
    'book.csv: This is not a CSV file, whatever its name says. It begins as an Excel workbook',
  );
  expect([own.code, other.code, book.code]).toEqual([2, 2, 2]);
});

test('semicolons and a misspelt name do not keep a file from being recognised', async () => {
  const { stdout, code } = await inProcess(['check', example('semicolon.csv'), example('header-misspelt.csv')]);
  expect(stdout).toContain('error file.delimiter: once');
  expect(stdout).toContain('The rows could not be checked.');
  expect(stdout).toContain('error header.misspelt in ');
  expect(code).toBe(1);
});

test('--findings decides how many cells are listed; the counts stay exact', async () => {
  const cells = ({ stdout }: { stdout: string }): number => stdout.match(/^ {2}[A-Z]+\d+ /gm)?.length ?? 0;
  const args = ['check', example('faulty.csv'), '--against', CONTEXT];
  const none = await inProcess([...args, '--findings', 'none']);
  expect([none.stdout.includes('Found: 28 errors'), cells(none)]).toEqual([true, 0]);
  const few = await inProcess([...args, '--findings', '1']);
  expect(few.stdout).toContain('  J19 “1000”; … and 3 more\n');
  const json = await inProcess([...args, '--findings', '2', '--format', 'json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ counts: { error: 28 }, findings: [{ row: 2 }, { row: 3 }] });
  const csv = await inProcess([...args, '--findings', '2', '--format', 'csv']);
  expect(csv.stdout.trimEnd().split('\r\n')).toHaveLength(3);
});

test('what a file holds moves no cursor and changes no colour on a terminal', async () => {
  const cwd = folder();
  const hostile = readFileSync(example('valid.csv'), 'utf8').replace(
    'NSA-HSC-U01',
    '\u001b[2J\u202egnp.\u0007'.repeat(9),
  );
  writeFileSync(join(cwd, 'a\u001b[31mb.csv'), hostile);
  const { stdout } = await inProcess(['check', 'a\u001b[31mb.csv', '--template', PTQ], { cwd });
  expect(stdout).toContain('a\\x1b[31mb.csv: 12 rows');
  expect(stdout).toContain('“\\x1b[2J\\u202egnp.\\x07');
  for (const character of ['\u001b', '\u202e', '\u0007']) expect(stdout).not.toContain(character);
});

test('colour and progress are for a terminal only, and NO_COLOR is heard', async () => {
  const args = ['check', example('faulty.csv'), '--template', PTQ];
  const shown = await inProcess(args, { tty: true, env: { TERM: 'xterm' } });
  expect(shown.stdout).toContain('\u001b[31merror\u001b[39m');
  expect(shown.stderr).toContain('rows');
  expect(shown.stderr.endsWith('\r\u001b[2K')).toBe(true);
  const plain = await inProcess(args, { tty: true, env: { NO_COLOR: '1' } });
  expect(plain.stdout).not.toContain('\u001b');
  const piped = await inProcess(args);
  expect(piped.stderr).toBe('');
  expect(piped.stdout).toBe(plain.stdout);
});

test('the table of findings runs no formula in a spreadsheet', async () => {
  const cwd = folder();
  const formula = '=HYPERLINK(""http://example.com"",""x"")'.padEnd(60, ' ').concat('.');
  writeFileSync(
    join(cwd, 'formula.csv'),
    readFileSync(example('valid.csv'), 'utf8').replace('NSA-HSC-U01', `"${formula}"`),
  );
  const { stdout } = await inProcess(['check', 'formula.csv', '--template', PTQ, '--format', 'csv'], { cwd });
  expect(stdout.startsWith('\uFEFFFile,Row,Cell,Column,Kind,Rule,Value as sent,')).toBe(true);
  expect(stdout).toContain(`formula.csv,2,D2,AssessmentCode,error,value.too-long,"'=HYPERLINK(""http://`);
});

test('--out writes the whole result or nothing, through a link too, and never over the file that is read', async () => {
  const cwd = folder();
  copyFileSync(example('faulty.csv'), join(cwd, 'in.csv'));
  mkdirSync(join(cwd, 'real'));
  writeFileSync(join(cwd, 'real/old.json'), 'old', { mode: 0o640 });
  symlinkSync('real/old.json', join(cwd, 'out.json'));
  const args = ['check', 'in.csv', '--template', PTQ, '--format', 'json', '--out'];
  const written = await inProcess([...args, 'out.json'], { cwd });
  expect([written.code, written.stdout, written.stderr]).toEqual([1, '', '']);
  expect(JSON.parse(readFileSync(join(cwd, 'real/old.json'), 'utf8')).rows).toBe(28);
  expect(statSync(join(cwd, 'real/old.json')).mode & 0o777).toBe(0o640);
  const over = await inProcess([...args, './in.csv'], { cwd });
  expect([over.code, over.stderr]).toEqual([2, 'garner: ./in.csv is the file that is read.\nWrite to another file.\n']);
  expect(readFileSync(join(cwd, 'in.csv'))).toEqual(readFileSync(example('faulty.csv')));
});

test.each([
  ['gone/out.json', 'gone/out.json cannot be written: its folder is not there.'],
  ['.', '. cannot be written: it is a folder.'],
  ['/dev/full', '/dev/full cannot be written: the disk is full.'],
])('--out %s: exit code 2, in two lines', async (out, message) => {
  const { code, stderr } = await garner(
    ['check', example('faulty.csv'), '--template', PTQ, '--format', 'json', '--out', out],
    {
      cwd: folder(),
    },
  );
  expect(stderr.split('\n')).toEqual([`garner: ${message}`, expect.stringMatching(/^[A-Z].*\.$/), '']);
  expect(code).toBe(2);
});

test.each([
  [['chek'], 'There is no command “chek”.\nDid you mean check?'],
  [['check'], 'garner check needs a file.'],
  [['check', '-', '-'], 'Standard input can be read only once.'],
  [['check', '-', '--against', '-'], 'Standard input can be read only once.'],
  [['check', 'a.csv', '--fromat', 'json'], 'garner check has no option --fromat.\nDid you mean --format?'],
  [['check', 'a.csv', '--format', 'jsno'], 'The option --format does not take “jsno”.\nDid you mean json?'],
  [['check', 'a.csv', '--out', '--format', 'json'], 'The option --out needs a value.'],
  [
    ['check', 'a.csv', '--findings', 'many'],
    'The option --findings does not take “many”.\nGive a whole number, all or none.',
  ],
  [['check', 'a.csv', '--__proto__', 'x'], 'garner check has no option --__proto__.'],
  [['toString'], 'There is no command “toString”.'],
])('%j is answered in two lines and exit code 2', async (args, message) => {
  const { code, stdout, stderr } = await inProcess(args);
  expect(stderr).toContain(`garner: ${message}`);
  expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  expect([code, stdout]).toEqual([2, '']);
});
