import { lengthsOf, matcherOf } from '../lint/reading/matcher.ts';
import type { TemplateField } from '../template.ts';

/** What a column accepts, in plain words; empty where only a person can say it. */
export function acceptedWords(field: Partial<TemplateField>): string {
  const values = valueWords(field);
  if (values === '') return '';
  const absence = field.notApplicable === undefined ? '' : `, or ${field.notApplicable} where there is none`;
  return `${values}${absence}.`;
}

function valueWords({ type, constraints = {}, dateFormats, lexical }: Partial<TemplateField>): string {
  const { enum: members, minimum, maximum, pattern } = constraints;
  if (members) return listWords(members);
  if (type === 'date') {
    const forms = (dateFormats ?? ['%Y-%m-%d']).map((form) =>
      form === '%Y-%m-%d' ? 'year-month-day' : 'day/month/year',
    );
    return `A real date written ${forms.join(' or ')}, from ${minimum} to ${maximum}`;
  }
  if (type === 'integer') return `A whole number from ${minimum} to ${maximum}`;
  if (type === 'number') return '';
  const lengths = lengthsIn(pattern ?? lexical);
  return lengths ?? '';
}

function listWords(members: readonly string[]): string {
  if (members.length > 6) return `One of the ${members.length} published values, written exactly as in the list`;
  return members.length === 1 ? members[0]! : `${members.slice(0, -1).join(', ')} or ${members.at(-1)}`;
}

function lengthsIn(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  const matcher = matcherOf(pattern);
  const lengths = 'tree' in matcher ? lengthsOf(matcher.tree) : undefined;
  if (!lengths || !Number.isFinite(lengths.most)) return undefined;
  const unit =
    pattern.startsWith('\\d') || pattern.startsWith('[0-9]')
      ? 'digits'
      : pattern.startsWith('.')
        ? 'characters'
        : undefined;
  if (!unit) return undefined;
  return lengths.least === lengths.most ? `${lengths.most} ${unit}` : `${lengths.least} to ${lengths.most} ${unit}`;
}
