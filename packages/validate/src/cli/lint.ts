import { type Command, EXIT } from './command.ts';
import { choice, only, parse } from './options.ts';
import { openOutput } from './output.ts';
import { readYaml } from './template-file.ts';
import { type Colour, fileName, painter, plural, visible, wrap } from './words.ts';

export const lint: Command = {
  name: 'lint',
  summary: 'Look for faults in a template.',
  usage: `garner lint TEMPLATE.yaml [--format text|json] [--out FILE]

Looks for faults in a template before it is published: patterns that do not compile or can never match, rules that name
no column, words and patterns that differ. Each remark has its place and what to do about it. TEMPLATE.yaml may be - for
standard input.

  --format text|json  to read (text), or a JSON document
  --out FILE          write to FILE, not to the screen

Exit code: 0 no errors (there may be warnings), 1 errors found, 2 could not be read.

  garner lint own-template.yaml`,

  async run(args, io) {
    const { values, positionals } = parse('lint', args, { format: 'text', out: 'text' });
    const path = only('lint', positionals, 'the path of a template file');
    const format = choice('--format', values.format, ['text', 'json']);
    const { lint: lintTemplate } = await import('../lint/index.ts');
    const { remarks, settled, errors, warnings } = lintTemplate(await readYaml(io, path));
    await using out = await openOutput(io, values.out, [path]);
    if (format === 'json')
      await out.write(`${JSON.stringify({ file: path, errors, warnings, remarks, settled }, null, 2)}\n`);
    else {
      const paint = painter(io, out.toTerminal);
      const width = Math.min(Math.max(io.columns, 40), 120);
      for (const { code, severity, path: place, message, remedy } of remarks) {
        const colour: Colour = severity === 'error' ? 'red' : 'yellow';
        await out.write(`${paint(colour, severity)} ${paint('bold', code)} at ${visible(place) || 'the template'}\n`);
        for (const text of [message, remedy]) await out.write(`${wrap(visible(text), width, 2)}\n`);
        await out.write('\n');
      }
      for (const { code, path: place } of settled)
        await out.write(`${paint('dim', 'explained')} ${code} at ${visible(place) || 'the template'}\n`);
      if (settled.length > 0) await out.write('\n');
      const explained =
        settled.length === 0 ? '' : `, ${plural(settled.length, 'fault')} of the published text explained`;
      await out.write(`${fileName(path)}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}${explained}.\n`);
    }
    await out.commit();
    return errors > 0 ? EXIT.found : EXIT.fine;
  },
};
