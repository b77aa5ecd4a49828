import type { Summary } from '../finding.ts';
import { CONTEXT_WORDS } from '../rules/context-words.ts';
import type { FileFacts } from './report.ts';
import { plural, shellWord } from './words.ts';

/** Faults that `garner fix` can mend, because the repair cannot change what the file says. */
const FIXABLE = new Set([
  'file.utf-16',
  'file.windows-1252',
  'header.blank',
  'header.folded',
  'header.misspelt',
  'value.blanks',
  'value.turned-date',
]);

/** What a person does next: sentences, some with a command line to type. */
export interface Step {
  readonly words: string;
  readonly command?: string;
}

export function nextSteps(
  { name, asked, template, against, references = [] }: FileFacts,
  { counts, byRule, notAsked }: Summary,
): Step[] {
  // What begins with a hyphen would be an option.
  const file = shellWord(name.startsWith('-') && name !== '-' ? `./${name}` : name);
  const chosen = [
    `--template ${shellWord(asked ?? `${template.name}@${template.edition}`)}`,
    ...(against === undefined ? [] : [`--against ${shellWord(against)}`]),
  ].join(' ');
  const referring = references.map(({ name, path }) => ` --reference ${shellWord(`${name}=${path}`)}`).join('');
  const steps: Step[] = [];
  if (counts.error > 0) {
    steps.push({ words: 'Next: mend the errors where the file was made, then check it again.' });
    const fixable = byRule.filter(({ rule }) => FIXABLE.has(rule)).reduce((sum, { count }) => sum + count, 0);
    if (fixable > 0 && name !== '-') {
      const words = `${plural(fixable, 'finding')} may have a safe repair. To see it:`;
      steps.push({ words, command: `garner fix ${file} ${chosen}` });
    }
    if (name !== '-') {
      const words = 'To have all findings in a table:';
      steps.push({ words, command: `garner check ${file} ${chosen}${referring} --format csv --out findings.csv` });
    }
  } else if (counts.query > 0) {
    steps.push({ words: 'Next: look at the queries. What is right may stay, and you may be asked to explain it.' });
  } else {
    const asked = notAsked.length === 0 ? '' : ', as far as it could be checked here';
    steps.push({ words: `Next: send it. Nothing stands against it${asked}.` });
  }
  if (notAsked.some(({ why }) => why.includes(CONTEXT_WORDS.get('dueDate')!))) {
    steps.push({ words: 'To compare with the due date of the return, add it: --against 2023-10-31' });
  }
  return steps;
}
