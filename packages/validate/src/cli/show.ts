import { exactCsvRow } from '../csv/row.ts';
import { findTemplate, readCatalogue } from './catalogue.ts';
import { type Command, EXIT } from './command.ts';
import { choice, only, parse } from './options.ts';
import { openOutput } from './output.ts';
import { showMarkdown } from './show-markdown.ts';
import { showText } from './show-text.ts';
import { painter } from './words.ts';

export const show: Command = {
  name: 'show',
  summary: 'Print the format and the rules of a template.',
  usage: `garner show NAME[@EDITION] [--format text|json|csv|markdown] [--out FILE]

Prints what a template asks: its columns, what each accepts and how to mend it, and its rules.
NAME may be the path of a template file.

  --format text      to read (the default)
  --format markdown  the same for a document
  --format csv       the header row, to begin a file with
  --format json      the template itself
  --out FILE         write to FILE, not to the screen

  garner show ptq-assessment-outcomes`,

  async run(args, io) {
    const { values, positionals } = parse('show', args, { format: 'text', out: 'text' });
    const name = only('show', positionals, 'the name of a template');
    const format = choice('--format', values.format, ['text', 'json', 'csv', 'markdown']);
    const { template } = await findTemplate(io, name, await readCatalogue());
    await using out = await openOutput(io, values.out, [name]);
    if (format === 'json') await out.write(`${JSON.stringify(template, null, 2)}\n`);
    else if (format === 'csv') await out.write(exactCsvRow(template.fields.map((field) => field.name)));
    else if (format === 'markdown') await out.write(showMarkdown(template));
    else await out.write(showText(template, Math.min(Math.max(io.columns, 40), 100), painter(io, out.toTerminal)));
    await out.commit();
    return EXIT.fine;
  },
};
