import type { Template, TemplateField } from '../../packages/validate/src/index.ts';

/** What a peer asks of the values of one column. No engine of regular expressions needs more than RE2 has. */
export interface ColumnCheck {
  readonly name: string;
  /** Matches the whole value; to be put between `^(?:` and `)$`. */
  readonly pattern: string;
  /** A value that the pattern would take and the column refuses: -2 where there is no "not applicable". */
  readonly refused: string | undefined;
}

/** How an engine writes a code point in a class: JavaScript with the flag `v`; RE2 and Rust's regex. */
export type Dialect = 'javascript' | 're2';

const LINE_SEPARATORS: Readonly<Record<Dialect, string>> = {
  javascript: '\\u2028\\u2029',
  re2: '\\x{2028}\\x{2029}',
};
const SYNTAX = /[\\^$.*+?()[\]{}|]/g;

/**
 * The check of each column of a template as one regular expression, by what the engine itself calls a fault. One thing
 * is left out, in favour of the peers, as no file of the benchmark has it: blanks alone, or around -2, in a text.
 * Throws where the template asks for what these expressions cannot say.
 */
export function columnChecks(template: Template, dialect: Dialect): readonly ColumnCheck[] {
  const sentinels = new Set([
    ...(template.notApplicableValues ?? []),
    ...template.fields.flatMap(({ notApplicable }) => notApplicable ?? []),
  ]);
  if (sentinels.size > 1) throw new Error(`More values than one mean "not applicable": ${[...sentinels].join(', ')}`);
  return template.fields.map((field) => {
    const accepted = acceptedPattern(field, dialect);
    const pattern = field.notApplicable === undefined ? accepted : `${escaped(field.notApplicable)}|${accepted}`;
    const whole = new RegExp(`^(?:${acceptedPattern(field, 'javascript')})$`, 'v');
    const [refused] = [...sentinels].filter((text) => text !== field.notApplicable && whole.test(text));
    return { name: field.name, pattern, refused };
  });
}

/** The check of a column as one RegExp. */
export function columnRegExp({ pattern, refused }: ColumnCheck): RegExp {
  const but = refused === undefined ? '' : `(?!${escaped(refused)}$)`;
  return new RegExp(`^${but}(?:${pattern})$`, 'v');
}

function acceptedPattern(field: TemplateField, dialect: Dialect): string {
  const { constraints = {}, lexical, type, name } = field;
  // In order, so that an engine that looks for common beginnings finds them.
  if (constraints.enum) return constraints.enum.map(escaped).sort().join('|');
  if (type === 'date') return datePattern(String(constraints.minimum), String(constraints.maximum));
  const pattern = constraints.pattern ?? lexical;
  const digits = /^\\d\{1,(\d)\}$/.exec(lexical ?? '')?.[1];
  const isNumber = type === 'integer' && constraints.minimum === 0 && digits !== undefined;
  if (pattern === undefined || (type !== 'string' && !(isNumber && constraints.maximum === 10 ** Number(digits) - 1))) {
    throw new Error(`No regular expression says what ${name} accepts`);
  }
  return portable(pattern, dialect);
}

/** `\d` is ten digits and `.` is no line break and not NUL, whatever the engine thinks of them. */
function portable(pattern: string, dialect: Dialect): string {
  if (/[[^$]/.test(pattern)) throw new Error(`Too much for the benchmark's reader of patterns: ${pattern}`);
  const any = `[^\\x00\\n\\r${LINE_SEPARATORS[dialect]}]`;
  return pattern.replaceAll(/\\.|\./g, (token) => (token === '.' ? any : token === '\\d' ? '[0-9]' : token));
}

/** Every real day of one century, such as from 2000-01-01 to 2099-12-31. */
function datePattern(least: string, most: string): string {
  const century = least.slice(0, 2);
  if (least !== `${century}00-01-01` || most !== `${century}99-12-31`) {
    throw new Error(`No whole century: ${least} to ${most}`);
  }
  const zero = Number(century) % 4 === 0 ? '00|' : '';
  const leap = `${zero}0[48]|[2468][048]|[13579][26]`;
  const days = [
    '(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])',
    '(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)',
    '02-(?:0[1-9]|1[0-9]|2[0-8])',
  ];
  return `${century}(?:[0-9]{2}-(?:${days.join('|')})|(?:${leap})-02-29)`;
}

function escaped(text: string): string {
  return text.replaceAll(SYNTAX, '\\$&');
}
