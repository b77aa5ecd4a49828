import type { LintPlace, Remarks } from '../remark.ts';
import { fieldShape } from './field.ts';
import { foreignKeyShape, ruleShape } from './rule.ts';
import { date, line, list, mapping, text, words } from './shape.ts';

const TEMPLATE = mapping({
  required: {
    name: text(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'small letters and digits with single hyphens between'),
    title: line,
    edition: text(
      /^[0-9]{4}-(0[1-9]|1[0-2])([.][0-9]+)?$/,
      'a year and month such as 2023-08, with a number after a full stop for a later reading',
    ),
    publisher: line,
    updated: date,
    description: words,
    fields: list(fieldShape, { distinct: false }),
  },
  optional: {
    sources: list(
      mapping({
        required: { title: line },
        optional: { path: text(/^https:\/\//, 'a web address beginning with https://') },
      }),
      { distinct: false },
    ),
    missingValues: list(text()),
    notApplicableValues: list(text()),
    primaryKey: list(line),
    foreignKeys: list(foreignKeyShape, { distinct: false }),
    rules: list(ruleShape, { distinct: false, least: 0 }),
  },
});

/**
 * Says where a template is not of the format that collections/template.schema.json describes: a valid Frictionless
 * Table Schema (Data Package v2) with our own keys; and where its date is in no calendar.
 */
export function checkShape(template: unknown, remarks: Remarks): void {
  const whole: LintPlace = { path: '' };
  TEMPLATE(template, whole, remarks);
}
