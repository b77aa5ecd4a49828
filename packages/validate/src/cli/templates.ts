import { readCatalogue } from './catalogue.ts';
import { CliError, type Command, EXIT } from './command.ts';
import { choice, parse } from './options.ts';
import { openOutput } from './output.ts';
import type { PublishedTemplate } from './template-file.ts';
import { count, painter, table } from './words.ts';

export const templates: Command = {
  name: 'templates',
  summary: 'List the published templates and their editions.',
  usage: `garner templates [--format text|json] [--out FILE]

Lists the published templates: name, editions (newest first), number of columns, publisher and title.

  --format text|json  a table (text), or a JSON list of all editions with their hashes
  --out FILE          write to FILE, not to the screen

  garner templates`,

  async run(args, io) {
    const { values, positionals } = parse('templates', args, { format: 'text', out: 'text' });
    if (positionals.length > 0) {
      throw new CliError('garner templates takes no names.', `To read one template: garner show ${positionals[0]}`);
    }
    const format = choice('--format', values.format, ['text', 'json']);
    const catalogue = await readCatalogue();
    await using out = await openOutput(io, values.out);
    if (format === 'json') await out.write(`${JSON.stringify(catalogue.map(facts), null, 2)}\n`);
    else {
      const [head = '', ...lines] = listing(catalogue).split('\n');
      await out.write(`${[painter(io, out.toTerminal)('bold', head), ...lines].join('\n')}\n`);
    }
    await out.commit();
    return EXIT.fine;
  },
};

function facts({ template, hash }: PublishedTemplate): object {
  const { name, edition, title, publisher, updated, fields } = template;
  return { name, edition, title, publisher, updated, columns: fields.length, hash };
}

/** A line for each name; columns and title are those of the newest edition. */
function listing(catalogue: readonly PublishedTemplate[]): string {
  const names = [...new Set(catalogue.map(({ template }) => template.name))];
  const rows = names.map((name) => {
    const editions = catalogue.filter(({ template }) => template.name === name).map(({ template }) => template);
    const { title, publisher, fields } = editions[0]!;
    return [name, editions.map(({ edition }) => edition).join(', '), count(fields.length), publisher, title];
  });
  return table([['NAME', 'EDITIONS', 'COLUMNS', 'PUBLISHER', 'TITLE'], ...rows]);
}
