import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatFile } from './format-file.ts';
import { inProcess, ROOT } from './in-process.ts';

export const DOCUMENT: string = join(ROOT, 'docs/cli.md');
const EXAMPLES = join(ROOT, 'collections/templates/ptq-assessment-outcomes/examples/2023-08');
const BLOCK = /^```(console|text usage)\n([\s\S]*?)^```$/gm;

/**
 * The document with its blocks made anew: `text usage` holds the text of `garner help NAME`, `console` lines beginning
 * with `$ garner`, each followed by what the command prints (the first N lines where `| head -N` is typed after it). The
 * commands run one after another in a copy of the folder with the examples of PTQ outcomes, and its file format beside them.
 */
export async function renewed(document: string): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'garner-docs-'));
  try {
    for (const name of readdirSync(EXAMPLES)) copyFileSync(join(EXAMPLES, name), join(cwd, name));
    writeFileSync(join(cwd, 'format.csv'), formatFile('ptq-assessment-outcomes/2023-08'));
    const parts: string[] = [];
    let at = 0;
    for (const block of document.matchAll(BLOCK)) {
      const [whole, kind, content] = block as unknown as [string, string, string];
      const made = kind === 'console' ? await session(content, cwd) : await usage(content);
      parts.push(document.slice(at, block.index), `\`\`\`${kind}\n${made}\`\`\``);
      at = block.index + whole.length;
    }
    return parts.join('') + document.slice(at);
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

async function usage(content: string): Promise<string> {
  const [, name = ''] = content.split(/\s+/);
  return (await inProcess(['help', name])).stdout;
}

async function session(content: string, cwd: string): Promise<string> {
  let text = '';
  for (const line of content.split('\n').filter((one) => one.startsWith('$ garner'))) {
    const [command = '', most] = line.slice('$ garner'.length).split(' | head -');
    const { stdout, stderr } = await inProcess(command.split(' ').filter(Boolean), { cwd, columns: 100 });
    // A document shows neither a byte order mark nor the line ends of CSV.
    const printed = `${stdout}${stderr}`.replace('\uFEFF', '').split(/\r?\n/).slice(0, -1);
    text += `${[line, ...printed.slice(0, most === undefined ? printed.length : Number(most))].join('\n')}\n`;
  }
  return text;
}
