import { basename, extname } from 'node:path';
import type { FormatAbout, ImportedFormat } from '../import/index.ts';
import { CliError, type Command, EXIT, type Io } from './command.ts';
import { readBytes } from './input.ts';
import { only, parse } from './options.ts';
import { openOutput, writeTo } from './output.ts';
import { fileName, plural, shellWord, visible, wrap } from './words.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'Make a draft template of a publisher’s file format.',
  usage: `garner import FORMAT.csv [--out TEMPLATE.yaml] [options]

Makes a draft template of a file format as publishers print it: a CSV with the columns Name, Description, Position,
Validation Regular Expression and Description of Regular Expression, or the same text copied from its page. The
published text is kept word for word; what Garner reads in it stands beside it as a proposal with its reason. A person
reads the draft, writes the texts that are empty, and mends it until garner lint finds no errors. FORMAT.csv may be - for
standard input.

  --name NAME            the template's name: small letters, digits and dashes (from the file's name if not given)
  --title TITLE          its title, as people say it
  --edition 2023-08      year and month of the publisher's edition
  --publisher PUBLISHER  who publishes the format
  --updated 2023-08-04   the date the publisher gives for the edition
  --out TEMPLATE.yaml    write to that file, which must not be there yet, not to the screen

Exit code: 0 a draft was made, 2 it could not be.

  garner import format.csv --name ptq-outcomes --edition 2023-08 --publisher Ofqual --out ptq-outcomes.yaml`,

  async run(args, io) {
    const { values, positionals } = parse('import', args, {
      name: 'text',
      title: 'text',
      edition: 'text',
      publisher: 'text',
      updated: 'text',
      out: 'text',
    });
    const path = only('import', positionals, 'the path of a file format');
    const { draftYaml, importFormat } = await import('../import/index.ts');
    const draft = importFormat(await readBytes(io, path), about(path, values));
    if (draft.template.fields.length === 0) throw noColumns(path, draft);
    // A draft that is there already may have been worked on since.
    await using out = await openOutput(io, values.out, [path], { replaces: false });
    await out.write(draftYaml(draft));
    await out.commit();
    await tellWhatIsLeft(io, draft, values.out);
    return EXIT.fine;
  },
};

/** What was said of the format; the name and title of the file where nothing was. What stays empty is a remark of the linter. */
function about(path: string, values: Partial<Record<keyof FormatAbout, string>>): FormatAbout {
  const words = basename(path, extname(path)).match(/[\p{L}\p{N}]+/gu) ?? [];
  return {
    name: values.name ?? words.join('-').toLowerCase(),
    title: values.title ?? words.join(' '),
    edition: values.edition ?? '',
    publisher: values.publisher ?? '',
    ...(values.updated === undefined ? {} : { updated: values.updated }),
  };
}

function noColumns(path: string, { remarks }: ImportedFormat): CliError {
  const [first] = remarks.filter(({ code }) => code.startsWith('format.'));
  return new CliError(
    `${fileName(path)}: ${first?.message ?? 'No columns were found.'}`,
    first?.remedy ?? 'Check that it is the file format, not a return.',
  );
}

/** On standard error, as the draft itself may be on standard output. */
async function tellWhatIsLeft(io: Io, draft: ImportedFormat, out: string | undefined): Promise<void> {
  const { template, proposals, remarks } = draft;
  const odd = remarks.filter(({ code }) => code.startsWith('format.'));
  const left = remarks.length - odd.length;
  const lines = [
    ...odd.map(({ message, remedy }) => `${message} ${remedy}`),
    `A draft of ${plural(template.fields.length, 'column')} with ${plural(proposals.length, 'proposal')}: read each against the publisher's words.`,
    left === 0
      ? 'The linter has nothing to say.'
      : `${plural(left, 'thing is', 'things are')} to be done before it can be published: garner lint ${shellWord(out ?? 'TEMPLATE.yaml')}`,
  ];
  for (const line of lines) await writeTo(io.stderr, `${wrap(visible(line), Math.min(io.columns, 120))}\n`);
}
