import { columnLetters } from '../cell.ts';
import type { Template } from '../template.ts';
import { visible } from './words.ts';

/** A template as a Markdown document. */
export function showMarkdown(template: Template): string {
  const { name, title, edition, publisher, updated, description, fields, rules = [], notApplicableValues } = template;
  const refused = notApplicableValues?.length ? 'no' : '';
  return [
    `# ${inline(title)}`,
    `\`${name}@${edition}\`, published by ${inline(publisher)}, updated ${updated}.`,
    inline(description),
    '## Columns',
    tableOf(
      ['', 'column', 'accepts', 'example', 'not applicable', 'to mend'],
      fields.map((field, at) => [
        columnLetters(at),
        code(field.name),
        inline(field.accepts),
        code(field.example),
        field.notApplicable === undefined ? refused : code(field.notApplicable),
        inline(field.mend),
      ]),
    ),
    ...(rules.length === 0
      ? []
      : [
          '## Rules',
          tableOf(
            ['rule', 'severity', 'what is wrong', 'to mend', 'columns'],
            rules.map(({ code: rule, severity, message, help, columns = ['all'] }) => [
              code(rule),
              severity,
              inline(message),
              inline(help),
              columns.map(inline).join(', '),
            ]),
          ),
        ]),
  ]
    .join('\n\n')
    .concat('\n');
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text that Markdown leaves as it is, on one line. */
function inline(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>|#]/g, '\\$&');
}

/** A value in code marks, with more of them than it holds itself. */
function code(text: string): string {
  const shown = visible(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const marks = '`'.repeat(longest + 1);
  return longest > 0 ? `${marks} ${shown} ${marks}` : `${marks}${shown}${marks}`;
}
