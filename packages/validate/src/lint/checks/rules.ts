import { CATALOGUE } from '../../fields/catalogue.ts';
import { compileExpression, type Expression } from '../../rules/cel.ts';
import { CONTEXT_WORDS } from '../../rules/context-words.ts';
import type { ReferenceRule, RowRule, Rule } from '../../template.ts';
import { type LintPlace, quoted, quotedList, type Remarks, sentence } from '../remark.ts';
import { inside } from '../shape/shape.ts';
import type { TemplateView } from '../view.ts';

/** Codes, columns and expressions of the rules. */
export function checkRules({ rules, template }: TemplateView, remarks: Remarks): void {
  const columns = template.fields.map((field) => field.name);
  const codes = new Set(rules.map(({ rule }) => rule.code));
  const seen = new Set<string>();
  for (const { at, rule } of rules) {
    const place = { path: `rules[${at}]` };
    checkCode(rule, seen, place, remarks);
    checkBesides(rule, codes, place, remarks);
    const unknown = (rule.columns ?? []).filter((column) => !columns.includes(column));
    if (unknown.length > 0) {
      remarks.say('rule.no-such-column', inside(place, 'columns'), {
        message: `The rule ${rule.code} names ${quotedList(unknown)}, and there is no such column.`,
      });
    }
    if (rule.kind === 'row' && rule.expression !== '') checkExpression(rule, columns, place, remarks);
    if (rule.kind === 'reference') checkPairs(rule, place, remarks);
  }
}

function checkCode({ code }: Rule, seen: Set<string>, place: LintPlace, remarks: Remarks): void {
  const here = inside(place, 'code');
  if (code !== '' && seen.has(code))
    remarks.say('rule.code-repeated', here, { message: `Two rules have the code ${code}.` });
  seen.add(code);
  const isTaken =
    code === 'value' || Object.keys(CATALOGUE).some((taken) => taken.toLowerCase() === code.toLowerCase());
  if (isTaken) remarks.say('rule.code-taken', here, { message: `The engine itself uses the code ${quoted(code)}.` });
}

function checkBesides(
  { code, besides = [] }: Rule,
  codes: ReadonlySet<string>,
  place: LintPlace,
  remarks: Remarks,
): void {
  const unknown = besides.filter((other) => other !== 'value' && (!codes.has(other) || other === code));
  if (unknown.length === 0) return;
  remarks.say('rule.besides-unknown', inside(place, 'besides'), {
    message: `The rule ${code} names ${quotedList(unknown)} in besides, and no other rule has that code.`,
  });
}

function checkPairs({ code, columns, reference }: ReferenceRule, place: LintPlace, remarks: Remarks): void {
  const there = reference.columns?.length ?? columns.length;
  if (columns.length === there) return;
  remarks.say('key.columns', inside(place, 'reference'), {
    message: `The rule ${code} has ${columns.length} columns here and ${there} there.`,
  });
}

function checkExpression(rule: RowRule, columns: readonly string[], place: LintPlace, remarks: Remarks): void {
  const here = inside(place, 'expression');
  const expression = compiled(rule, columns, here, remarks);
  if (!expression) return;
  const read = expression.columns.map((at) => columns[at]!);
  const unlisted = read.filter((column) => !rule.columns.includes(column));
  if (unlisted.length > 0) {
    remarks.say('rule.column-not-listed', here, {
      message: `The rule ${rule.code} reads ${quotedList(unlisted)} and does not list ${unlisted.length === 1 ? 'it' : 'them'}.`,
      remedy: `Add ${quotedList(unlisted)} to columns.`,
    });
  }
  const unread = rule.columns.filter((column) => columns.includes(column) && !read.includes(column));
  if (unread.length > 0) {
    remarks.say('rule.column-not-read', inside(place, 'columns'), {
      message: `The rule ${rule.code} lists ${quotedList(unread)} and does not read it.`,
    });
  }
  const unknown = expression.contextNames.filter((name) => !CONTEXT_WORDS.has(name));
  if (unknown.length > 0) {
    remarks.say('rule.unknown-name', here, {
      message: `The rule ${rule.code} reads ${unknown.map((name) => `context.${name}`).join(', ')}, which nothing gives.`,
    });
  }
}

function compiled(
  { code, expression }: RowRule,
  columns: readonly string[],
  place: LintPlace,
  remarks: Remarks,
): Expression | undefined {
  try {
    return compileExpression(expression, columns);
  } catch (error) {
    const why = (error as Error).message;
    const told = why.startsWith(expression) ? why.slice(expression.length + 2) : why;
    remarks.say('rule.expression', place, {
      message: `The expression of the rule ${code} cannot be run. ${sentence(told.split('\n')[0]!)}`,
    });
    return undefined;
  }
}
