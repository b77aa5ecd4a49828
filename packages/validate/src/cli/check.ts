import { type CompiledTemplate, compileTemplate } from '../compile.ts';
import type { Finding, Summary } from '../finding.ts';
import type { KnownTemplate } from '../header.ts';
import type { CheckContext } from '../rules/cel.ts';
import { check as checkSource } from '../run.ts';
import type { Source } from '../source.ts';
import { findTemplate, readCatalogue } from './catalogue.ts';
import { CliError, type Command, EXIT, type ExitCode, type Io } from './command.ts';
import { readContext } from './context.ts';
import { errorCode, OutputError, readingFault } from './faults.ts';
import { hashed } from './hashed.ts';
import { type Input, openInput } from './input.ts';
import { choice, parse, wholeNumber } from './options.ts';
import { openOutput } from './output.ts';
import { Progress } from './progress.ts';
import { recognise } from './recognise.ts';
import { type NamedReference, namedReferences, openReferences, referenceFault } from './references.ts';
import type { FileFacts, Report } from './report.ts';
import { CsvReport } from './report-csv.ts';
import { JsonReport } from './report-json.ts';
import { TextReport } from './report-text.ts';
import { tellFault } from './tell.ts';
import type { PublishedTemplate } from './template-file.ts';
import { visible } from './words.ts';

const FORMATS = ['text', 'json', 'csv'] as const;

export const check: Command = {
  name: 'check',
  summary: 'Check files against a template.',
  usage: `garner check FILE… [--template NAME[@EDITION]] [options]

Checks CSV files against a template, all rules in one pass. FILE may be - for standard input.

  --template NAME          a published template in its newest edition (garner templates lists them)
  --template NAME@EDITION  that edition
  --template ./own.yaml    a template file of your own
                           without it, the template is recognised by the file's first row
  --against 2023-10-31     the due date of the return, for the rules that compare with it
  --against context.json   all that the return says: {"dueDate": …, "organisationNames": […]}
  --reference NAME=FILE    a CSV file that the template's rules look values up in, by the name they have for it;
                           once for each
  --format text|json|csv   a summary to read (text), a JSON document, or a table of findings
  --out FILE               write to FILE, not to the screen
  --findings N|all|none    how many findings to list for each file: 100 in text, all in json and csv

Exit code: 0 no errors, 1 errors found, 2 could not check.

  garner check outcomes.csv --template ptq-assessment-outcomes --against 2023-10-31`,

  async run(args, io) {
    const order = readOrder(args);
    const catalogue = await readCatalogue();
    const context = await readContext(io, order.against);
    const named = order.template === undefined ? undefined : await findTemplate(io, order.template, catalogue);
    await using references = await openReferences(io, order.references);
    await using out = await openOutput(io, order.out, [...order.files, ...order.references.map(({ path }) => path)]);
    const wanted = { limit: order.limit, several: order.files.length > 1 };
    await using report =
      order.format === 'json'
        ? new JsonReport(out, wanted)
        : order.format === 'csv'
          ? new CsvReport(out, wanted)
          : new TextReport(out, wanted, io);
    const { sources } = references;
    const told = { order, report, tell: order.format !== 'text' };
    const run = { io, catalogue, context, references: sources, named, ...told };
    const codes: ExitCode[] = [];
    for (const file of order.files) codes.push(await checkOrTell(file, run));
    await report.close(codes.filter((code) => code === EXIT.failed).length);
    if (codes.length > 1 || codes[0] !== EXIT.failed) await out.commit();
    return codes.includes(EXIT.failed) ? EXIT.failed : codes.includes(EXIT.found) ? EXIT.found : EXIT.fine;
  },
};

interface Order {
  readonly files: readonly string[];
  readonly template: string | undefined;
  readonly against: string | undefined;
  readonly references: readonly NamedReference[];
  readonly format: (typeof FORMATS)[number];
  readonly out: string | undefined;
  readonly limit: number;
}

function readOrder(args: readonly string[]): Order {
  const { values, positionals: files } = parse('check', args, {
    template: 'text',
    against: 'text',
    reference: 'text',
    format: 'text',
    out: 'text',
    findings: 'text',
  });
  if (files.length === 0) {
    throw new CliError(
      'garner check needs a file.',
      'Name one or more, or - for standard input. See garner help check.',
    );
  }
  const references = namedReferences(args);
  const read = [...files, ...references.map(({ path }) => path), values.against];
  if (read.filter((file) => file === '-').length > 1) {
    throw new CliError('Standard input can be read only once.', 'Name - once.');
  }
  const format = choice('--format', values.format, FORMATS);
  return {
    files,
    template: values.template,
    against: values.against,
    references,
    format,
    out: values.out,
    limit: limitOf(values.findings, format),
  };
}

function limitOf(wanted: string | undefined, format: Order['format']): number {
  if (wanted === 'none') return 0;
  if (wanted === 'all' || (wanted === undefined && format !== 'text')) return Number.POSITIVE_INFINITY;
  if (wanted !== undefined && !/^\d+$/.test(wanted)) {
    throw new CliError(`The option --findings does not take “${wanted}”.`, 'Give a whole number, all or none.');
  }
  return wholeNumber('--findings', wanted, 100);
}

/** What is the same for every file of one run. */
interface Run {
  readonly io: Io;
  readonly catalogue: readonly PublishedTemplate[];
  readonly context: CheckContext;
  readonly references: Readonly<Record<string, Source>>;
  readonly named: PublishedTemplate | undefined;
  readonly order: Order;
  readonly report: Report;
  /** Say on the side which template was recognised, as the report itself does not. */
  readonly tell: boolean;
}

/** A file that cannot be checked does not keep the others from it. */
async function checkOrTell(path: string, run: Run): Promise<ExitCode> {
  try {
    return await checkFile(path, run);
  } catch (error) {
    if (error instanceof OutputError || !(error instanceof CliError)) throw error;
    await tellFault(run.io, error);
    return EXIT.failed;
  }
}

async function checkFile(path: string, run: Run): Promise<ExitCode> {
  const { io, catalogue, report } = run;
  await using input = await openInput(io, path);
  const { template: asked, against, references } = run.order;
  const chosen = run.named ?? (await recognise(input, catalogue));
  const facts: FileFacts = { ...chosen, name: path, asked, against, references };
  if (run.tell && facts.how !== undefined) {
    const { name, edition } = facts.template;
    io.stderr.write(`${visible(path)}: ${name}@${edition}, recognised ${facts.how}.\n`);
  }
  const compiled = compiledOrFault(facts);
  await report.begin(facts);
  const { source, finish } = hashed(input);
  const progress = new Progress(io, visible(path), input.size);
  const findings = checkSource(source, compiled, {
    context: run.context,
    references: run.references,
    known: others(facts, catalogue),
    signal: io.signal,
    onProgress: progress.update,
  }).batches();
  const summary = await drain(findings, report, input).finally(() => progress.clear());
  await report.end({ ...(await finish(io.signal)), summary });
  return summary.counts.error > 0 ? EXIT.found : EXIT.fine;
}

/** Hands the findings on as they come. A disk that fails while it is read is a fault of that file alone. */
async function drain(
  findings: AsyncGenerator<readonly Finding[], Summary>,
  report: Report,
  { name }: Input,
): Promise<Summary> {
  for (;;) {
    const step = await findings.next().catch((cause: unknown) => {
      throw errorCode(cause) === undefined ? referenceFault(cause) : readingFault(cause, name);
    });
    if (step.done) return step.value;
    await report.findings(step.value);
  }
}

function compiledOrFault({ template }: PublishedTemplate): CompiledTemplate {
  try {
    return compileTemplate(template);
  } catch (cause) {
    if (!(cause instanceof Error) || !/^(Template|Expression)Error$/.test(cause.name)) throw cause;
    throw new CliError(`The template ${template.name} cannot be run: ${cause.message}.`, 'garner lint says more.', {
      cause,
    });
  }
}

/** The other templates, so that a file meant for one of them is told so. */
function others({ template }: FileFacts, catalogue: readonly PublishedTemplate[]): KnownTemplate[] {
  return catalogue
    .filter((other) => other.template.name !== template.name)
    .map(({ template: { title, edition, fields } }) => ({ title, edition, columns: fields.map(({ name }) => name) }));
}
