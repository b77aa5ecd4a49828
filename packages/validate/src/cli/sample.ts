import { compileTemplate } from '../compile.ts';
import { csvRow } from '../csv/row.ts';
import { ExpressionError } from '../rules/cel.ts';
import { SampleError, type SampleFault, type SampleOptions, type SampleSummary, sampleFile } from '../sample/index.ts';
import { findTemplate, readCatalogue } from './catalogue.ts';
import { CliError, type Command, EXIT, type Io } from './command.ts';
import { readContext } from './context.ts';
import { only, parse, wholeNumber } from './options.ts';
import { openOutput } from './output.ts';
import { plural, wrap } from './words.ts';

export const sample: Command = {
  name: 'sample',
  summary: 'Make a synthetic file for a template, right or with known faults.',
  usage: `garner sample TEMPLATE [--rows N] [--seed S] [--faults P] [options]

Makes a file with data of nobody: values that the template accepts and rows that its rules accept. The same options give
the same bytes. With --faults, some rows are broken, each in one way, and --list says what garner check will find.

  TEMPLATE             NAME, NAME@EDITION or the path of a template file
  --rows N             how many rows; 100 if not given
  --seed S             any word or number; another seed gives other data
  --faults P           share of the rows to break: 0.05 or 5%. The first row is always right
  --against 2023-10-31     the due date of the return, or
  --against context.json   all that the return says, so that the rules that compare with it are met
  --out FILE           write to FILE, not to the screen
  --list FILE          write down each finding to expect: row, column, rule. FILE.csv is a table, else a line of JSON each

Exit code: 0 made, 2 could not be made.

  garner sample ptq-assessment-outcomes --rows 1000 --faults 2% --against 2023-10-31 --out try.csv --list expected.csv`,

  async run(args, io) {
    const { values, positionals } = parse('sample', args, {
      rows: 'text',
      seed: 'text',
      faults: 'text',
      against: 'text',
      out: 'text',
      list: 'text',
    });
    const wanted = only('sample', positionals, 'the name of a template');
    const { template } = await findTemplate(io, wanted, await readCatalogue());
    const options: SampleOptions = {
      rows: wholeNumber('--rows', values.rows, 100),
      seed: values.seed ?? '1',
      faults: share(values.faults),
      context: await readContext(io, values.against),
    };
    if (values.list !== undefined && values.list === (values.out ?? '-')) {
      throw new CliError('The list would be written into the sample.', 'Give --list and --out different files.');
    }
    await using out = await openOutput(io, values.out);
    await using list = values.list === undefined ? undefined : await openOutput(io, values.list);
    const asTable = values.list?.toLowerCase().endsWith('.csv') === true;
    if (asTable) await list?.write(csvRow(['row', 'cell', 'column', 'severity', 'rule', 'kind']));
    try {
      const parts = sampleFile(compileTemplate(template), options);
      for (;;) {
        io.signal.throwIfAborted();
        const step = parts.next();
        if (step.done) {
          await list?.commit();
          await out.commit();
          tell(io, step.value);
          return EXIT.fine;
        }
        await out.write(step.value.bytes);
        for (const fault of step.value.faults) await list?.write(line(fault, asTable));
      }
    } catch (cause) {
      if (cause instanceof SampleError) throw new CliError(cause.message, 'See garner help sample.', { cause });
      if (!(cause instanceof ExpressionError) && (cause as Error).name !== 'TemplateError') throw cause;
      throw new CliError(`The template cannot be run: ${(cause as Error).message}.`, 'garner lint says more.', {
        cause,
      });
    }
  },
};

/** `0.05` or `5%`. */
function share(text: string | undefined): number {
  if (text === undefined) return 0;
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text);
  const value = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new CliError(`The option --faults does not take “${text}”.`, 'Give a share from 0 to 1, or from 0% to 100%.');
}

function line(fault: SampleFault, asTable: boolean): string {
  const { row, cell, column, severity, rule, kind } = fault;
  return asTable ? csvRow([row, cell, column, severity, rule, kind]) : `${JSON.stringify(fault)}\n`;
}

/** What was broken, on the side, so that the sample itself can go to standard output. */
function tell(io: Io, { rows, brokenRows, kinds }: SampleSummary): void {
  if (kinds.length === 0) return;
  const list = kinds.map(({ kind, rows: times }) => `${kind} ${times}`).join(', ');
  const text = `${plural(rows, 'row')}, ${plural(brokenRows, 'of them broken', 'of them broken')}: ${list}.`;
  io.stderr.write(`${wrap(text, Math.min(io.columns, 120))}\n`);
}
