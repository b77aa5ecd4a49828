import { type CompiledTemplate, compileTemplate } from '../compile.ts';
import { CATALOGUE } from '../fields/catalogue.ts';
import type { Summary } from '../finding.ts';
import { planRepairs, readable, repair } from '../fix/index.ts';
import type { CheckContext } from '../rules/cel.ts';
import { check } from '../run.ts';
import type { Source } from '../source.ts';
import { findTemplate, readCatalogue } from './catalogue.ts';
import { CliError, type Command, EXIT, type Io } from './command.ts';
import { readContext } from './context.ts';
import { errorCode, readingFault } from './faults.ts';
import { FixReport, jsonReport, textReport } from './fix-report.ts';
import { type Replaceable, replaceable, replaceFile } from './fix-write.ts';
import { hashed } from './hashed.ts';
import { type Input, openInput } from './input.ts';
import { choice, only, parse } from './options.ts';
import { openOutput } from './output.ts';
import { recognise } from './recognise.ts';
import { Scratch } from './scratch.ts';

export const fix: Command = {
  name: 'fix',
  summary: 'Make repairs that cannot change what a file says.',
  usage: `garner fix FILE [--template NAME[@EDITION]] [--out FILE | --write] [options]

Shows the repairs that a file can be given without a change to what it says, each with what stands there and what would:
byte order mark, UTF-16 or Windows-1252 to UTF-8, line ends made alike, blank lines and empty columns at the end,
column names spelt as the template does, blanks around values, dates that a spreadsheet turned round (where the day and
the month can be told apart). What may be read in two ways is left alone, and listed. FILE may be - for standard input.

Nothing is written unless you say so:

  --out FILE           write the repaired file to FILE; - is standard output
  --write              put the repaired file in the place of FILE, all at once; the file as it was is kept as FILE.bak
  --template NAME      a template by name, NAME@EDITION or path; recognised by the first row if not given
  --against 2023-10-31     the due date of the return, or
  --against context.json   all that it says, for the findings before and after
  --format text|json   to read (text), or a JSON document with every repair

Exit code: 0 done, or nothing to do; 2 could not be repaired.

  garner fix outcomes.csv --template ptq-assessment-outcomes --out outcomes-repaired.csv`,

  async run(args, io) {
    const order = readOrder(args);
    const context = await readContext(io, order.against);
    const target = order.write ? await replaceable(io, order.file) : undefined;
    await using input = await openInput(io, order.file);
    const catalogue = await readCatalogue();
    const template =
      order.template === undefined
        ? await recognise({ ...(await readable(input)), name: order.file }, catalogue)
        : await findTemplate(io, order.template, catalogue);
    const compiled = compileTemplate(template.template);
    await using result = await Scratch.open();
    await using report = new FixReport(order.file, template);
    await repairInto(result, report, input, compiled, io).catch((cause: unknown) => {
      throw errorCode(cause) === undefined ? cause : readingFault(cause, order.file);
    });
    await compare(report, input, result, compiled, context, io);
    await write(report, result, order, target, io);
    await using out = await openOutput(order.out === '-' ? { ...io, stdout: io.stderr } : io);
    await (order.format === 'json' ? jsonReport : textReport)(report, out, io);
    await out.commit();
    return EXIT.fine;
  },
};

interface Order {
  readonly file: string;
  readonly template: string | undefined;
  readonly against: string | undefined;
  readonly out: string | undefined;
  readonly write: boolean;
  readonly format: 'text' | 'json';
}

function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parse('fix', args, {
    template: 'text',
    against: 'text',
    out: 'text',
    write: 'flag',
    format: 'text',
  });
  const file = only('fix', positionals, 'the name of a file');
  const { template, against, out, write = false } = values;
  if (write && out !== undefined) {
    throw new CliError(
      '--write and --out do not go together.',
      'Use --write to replace the file, or --out to keep it.',
    );
  }
  if (write && file === '-') throw new CliError('Standard input cannot be written to.', 'Use --out FILE.');
  return { file, template, against, out, write, format: choice('--format', values.format, ['text', 'json']) };
}

/** Writes the repaired file into a temporary one, so that it can be checked before anything else is touched. */
async function repairInto(
  result: Scratch,
  report: FixReport,
  input: Input,
  compiled: CompiledTemplate,
  { signal }: Io,
): Promise<void> {
  const plan = await planRepairs(input, compiled, { signal });
  if ('refusal' in plan) {
    const { code, detail, row } = plan.refusal;
    const { message, help } = CATALOGUE[code];
    const where = row > 1 ? `, row ${row}` : '';
    throw new CliError(`${input.name}${where}: ${[message, detail ?? ''].join(' ').trim()}`, help);
  }
  for await (const step of repair(input, compiled, plan)) {
    signal.throwIfAborted();
    await result.write(step.bytes);
    await report.add(step);
  }
}

/** Checks the file as it was and as it is to be. */
async function compare(
  report: FixReport,
  input: Source,
  result: Scratch,
  compiled: CompiledTemplate,
  context: CheckContext,
  { signal }: Io,
): Promise<void> {
  const [before, after] = [hashed(input), hashed(result)];
  const summaries: Summary[] = [];
  for (const { source } of [before, after])
    summaries.push(await check(source, compiled, { context, signal }).summary());
  report.compared(
    { ...(await before.finish()), summary: summaries[0]! },
    { ...(await after.finish()), summary: summaries[1]! },
  );
  const isUtf16 = summaries[0]!.byRule.some(({ rule }) => rule === 'file.utf-16');
  if (isUtf16 || summaries[0]!.rows === summaries[1]!.rows) return;
  throw new Error(`the repair would have changed the number of rows of ${report.name}, so nothing was written`);
}

async function write(
  report: FixReport,
  result: Scratch,
  { file, out }: Order,
  target: Replaceable | undefined,
  io: Io,
): Promise<void> {
  if (target && report.total > 0) {
    report.written = file;
    report.backup = await replaceFile(target, result, io);
  }
  if (out === undefined) return;
  await using output = await openOutput(io, out, [file]);
  for await (const chunk of result.chunks()) {
    io.signal.throwIfAborted();
    await output.write(chunk);
  }
  await output.commit();
  report.written = out;
}
