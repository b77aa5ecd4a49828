import { columnLetters } from '../cell.ts';
import type { Rule, Template, TemplateField } from '../template.ts';
import { type Colour, type Paint, plural, visible, wrap } from './words.ts';

const COLOURS = { error: 'red', query: 'yellow', notice: 'dim' } as const satisfies Record<string, Colour>;

/** A template as a person reads it, in lines no wider than `width`. */
export function showText(template: Template, width: number, paint: Paint): string {
  const { name, title, edition, publisher, updated, description, fields, rules = [] } = template;
  const lines = (indent: number, ...texts: string[]): string[] =>
    texts.filter((text) => text !== '').map((text) => wrap(visible(text), width, indent));
  const field = (one: TemplateField, at: number): string[] => [
    `${paint('bold', `${columnLetters(at)}  ${visible(one.name)}`)}${isRequired(one, template) ? '' : '  (may be empty)'}`,
    ...lines(3, one.description, `Accepts: ${one.accepts}`, `To mend: ${one.mend}`, examples(one, template)),
    '',
  ];
  const rule = (one: Rule): string[] => [
    `${paint(COLOURS[one.severity], one.severity)} ${paint('bold', visible(one.code))}`,
    ...lines(3, one.message, `To mend: ${one.help}`, `Columns: ${(one.columns ?? ['all']).join(', ')}.`),
    '',
  ];
  return [
    paint('bold', visible(title)),
    ...lines(0, `${name}@${edition}, published by ${publisher}, updated ${updated}.`),
    '',
    ...lines(0, description),
    '',
    `${plural(fields.length, 'column')}:`,
    '',
    ...fields.flatMap(field),
    `${plural(rules.length, 'rule')} on top of what each column accepts${rules.length === 0 ? '.' : ':'}`,
    '',
    ...rules.flatMap(rule),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

/** Whether a cell must hold something: one that is not required may be empty only where that stands for no value. */
function isRequired({ constraints = {}, missingValues }: TemplateField, template: Template): boolean {
  return constraints.required === true || !(missingValues ?? template.missingValues ?? ['']).includes('');
}

/** An example, and whether "not applicable" may stand there: said only where the template has such a value. */
function examples({ example, notApplicable }: TemplateField, { notApplicableValues = [] }: Template): string {
  const refused = notApplicableValues.map((value) => `${value} is not accepted`);
  const words = notApplicable === undefined ? refused : [`${notApplicable} where it does not apply`];
  return [`Example: ${example}`, ...words].join('. ').concat('.');
}
