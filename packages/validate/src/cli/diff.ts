import { compileTemplate } from '../compile.ts';
import { compareFiles, DiffError } from '../diff/index.ts';
import { CATALOGUE } from '../fields/catalogue.ts';
import { findTemplate, readCatalogue } from './catalogue.ts';
import { CliError, type Command, EXIT } from './command.ts';
import { readContext } from './context.ts';
import { type DiffReport, JsonDiff, TextDiff } from './diff-report.ts';
import { errorCode, readingFault } from './faults.ts';
import { openInput } from './input.ts';
import { choice, parse } from './options.ts';
import { openOutput } from './output.ts';
import { recognise } from './recognise.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'Show what differs between two files: rows, cells and findings.',
  usage: `garner diff OLD NEW [--template NAME[@EDITION]] [options]

Compares two files of one template. Rows are found again by the template's key, not by their place: rows added and gone,
cells changed, and of the findings which are fixed, still there and new. Values are compared as they read: quotation
marks, encoding, line ends and the order of rows and columns make no difference. One of the two may be - for standard input.

  --template NAME      a template by name, NAME@EDITION or path; recognised by the first row of NEW if not given
  --against 2023-10-31     the due date of the return, or
  --against context.json   all that it says, for the findings
  --format text|json   a summary to read (text), or a JSON document with every difference
  --out FILE           write to FILE, not to the screen

Exit code: 0 no difference, 1 differences, 2 could not compare.

  garner diff sent.csv corrected.csv --template ptq-assessment-outcomes`,

  async run(args, io) {
    const { values, positionals } = parse('diff', args, {
      template: 'text',
      against: 'text',
      format: 'text',
      out: 'text',
    });
    const [oldName, newName] = twoFiles(positionals);
    const format = choice('--format', values.format, ['text', 'json']);
    const context = await readContext(io, values.against);
    const catalogue = await readCatalogue();
    await using old = await openInput(io, oldName);
    await using now = await openInput(io, newName);
    const template =
      values.template === undefined
        ? await recognise(now, catalogue)
        : await findTemplate(io, values.template, catalogue);
    const compiled = compileTemplate(template.template);
    await using out = await openOutput(
      io,
      values.out,
      [oldName, newName].filter((name) => name !== '-'),
    );
    const report: DiffReport = new (format === 'json' ? JsonDiff : TextDiff)(out, { old, now, template, compiled }, io);
    await report.begin();
    try {
      const differences = compareFiles(old, now, compiled, { context, signal: io.signal });
      for (;;) {
        const step = await differences.next();
        if (!step.done) {
          for (const difference of step.value) await report.add(difference);
          continue;
        }
        await report.end(step.value);
        await out.commit();
        return step.value.isSame ? EXIT.fine : EXIT.found;
      }
    } catch (cause) {
      if (cause instanceof DiffError) throw inWords(cause, cause.which === 'old' ? oldName : newName);
      throw errorCode(cause) === undefined ? cause : readingFault(cause, `${oldName} or ${newName}`);
    }
  },
};

function twoFiles(names: readonly string[]): readonly [string, string] {
  const [old, now] = names;
  if (old === undefined || now === undefined || names.length > 2) {
    throw new CliError('garner diff needs two files, the old one first.', 'See garner help diff.');
  }
  if (old === '-' && now === '-') throw new CliError('Standard input can be read only once.', 'Name - once.');
  return [old, now];
}

function inWords({ message, refusal }: DiffError, name: string): CliError {
  if (!refusal)
    return new CliError(`${name}: ${message}`, 'Compare files that have this column, spelt as in the template.');
  const { message: what, help } = CATALOGUE[refusal.code];
  const where = refusal.row > 1 ? `, row ${refusal.row}` : '';
  const remedy = refusal.code === 'file.utf-16' ? `garner fix ${name} --out FILE makes it UTF-8.` : help;
  return new CliError(`${name}${where}: ${[what, refusal.detail ?? ''].join(' ').trim()}`, remedy);
}
