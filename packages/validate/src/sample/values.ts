import type { Field } from '../fields/field.ts';
import { parsePattern } from '../pattern/index.ts';
import type { TemplateField } from '../template.ts';
import { IDENTIFIERS, type IdentifierCheck } from './identifiers.ts';
import type { Random } from './random.ts';
import { textLike, textMaker } from './text.ts';

/** Makes one value after another. */
export type Maker = (random: Random) => string;

/** Thrown where a template, or a template with this context, cannot be given a row that it accepts. */
export class SampleError extends Error {
  override name = 'SampleError';
}

const SCIENTIFIC = /^\d+([.,]\d+)?E\+\d{1,3}$/i;
const TRIES = 40;

/** Whether the field takes the value without a word, and no reader of CSV can take it for something else. */
export function isPlain(field: Field, text: string): boolean {
  if (!field.accepts(text) || text.includes('\0') || text !== text.trim() || /^[",]/.test(text)) return false;
  return field.template.type !== 'string' || !SCIENTIFIC.test(text);
}

/**
 * A maker of right values for a field. `identifier` is what a rule asks of the column; `near` an ISO date that dates
 * come before. Throws SampleError where no right value was found.
 */
export function makerOf(field: Field, near: string, identifier: IdentifierCheck | undefined, random: Random): Maker {
  const makers = candidates(field.template, near, identifier);
  const known = makers.map((make) => firstRight(field, make, random));
  const able = makers.findIndex((_, at) => known[at] !== undefined);
  const { notApplicable } = field.template;
  if (able < 0 && notApplicable === undefined) {
    throw new SampleError(`No value was found that the column ${field.name} accepts.`);
  }
  if (able < 0) return () => notApplicable!;
  const [make, spare] = [makers[able]!, known[able]!];
  const rests = [...(notApplicable === undefined ? [] : [notApplicable]), ...field.missing].filter((text) =>
    field.accepts(text),
  );
  return (random) => {
    if (rests.length > 0 && random.chance(0.15)) return random.pick(rests);
    return firstRight(field, make, random) ?? spare;
  };
}

function firstRight(field: Field, make: Maker, random: Random): string | undefined {
  for (let left = TRIES; left > 0; left--) {
    const text = make(random);
    if (isPlain(field, text)) return text;
  }
  return undefined;
}

/** Ways to make values of a field, the likeliest to please a reader first. Not each value is right. */
function candidates(field: TemplateField, near: string, identifier: IdentifierCheck | undefined): Maker[] {
  const { constraints = {}, lexical, type, example = '' } = field;
  const makers: Maker[] = [];
  if (identifier) makers.push(IDENTIFIERS[identifier]);
  const members = constraints.enum;
  if (members && members.length > 0) makers.push((random) => random.pick(members));
  if (type === 'date') makers.push((random) => dateBefore(field, near, random));
  if (type === 'integer' || type === 'number') makers.push((random) => numberIn(field, random));
  const pattern = constraints.pattern ?? lexical;
  if (pattern === undefined || /^\.(\*|\+|\{\d+(,\d*)?\})$/.test(pattern)) {
    makers.push((random) => textLike(example, random, near));
  }
  for (const source of [constraints.pattern, lexical]) {
    if (source === undefined) continue;
    const make = textMaker(parsePattern(source));
    if (YEAR.test(example)) makers.push((random) => withYears(make(random), near, random));
    makers.push(make);
  }
  makers.push((random) => textLike(example, random, near));
  makers.push(() => example);
  return makers;
}

const YEAR = /(?<!\d)20\d\d(?!\d)/;

/** The text with years of late in the place of numbers of four digits. */
function withYears(text: string, near: string, random: Random): string {
  return text.replaceAll(/(?<!\d)\d{4}(?!\d)/g, () => String(Number(near.slice(0, 4)) - random.between(0, 3)));
}

const DAY = 86_400_000;

/** A date of the 300 days before `near`, within the field's bounds where these leave room. */
function dateBefore({ constraints = {}, dateFormats }: TemplateField, near: string, random: Random): string {
  const least = Date.parse(String(constraints.minimum ?? '1900-01-01'));
  const most = Date.parse(String(constraints.maximum ?? '2099-12-31'));
  const end = Math.max(least, Math.min(most, Date.parse(near)));
  const start = Math.max(least, end - 300 * DAY);
  const day = start + DAY * random.between(0, Math.round((end - start) / DAY));
  const iso = new Date(day).toISOString().slice(0, 10);
  const format = dateFormats && random.pick(dateFormats);
  return format === '%d/%m/%Y' ? iso.split('-').reverse().join('/') : iso;
}

/** A number within the field's bounds, small ones as likely as large ones. */
function numberIn({ constraints = {}, type }: TemplateField, random: Random): string {
  const least = Number(constraints.minimum ?? 0);
  const most = Number(constraints.maximum ?? Math.max(least, 0) + 9999);
  const room = Math.floor(10 ** (random.next() * Math.log10(Math.max(1, most - least) + 1)));
  const whole = Math.min(most, Math.ceil(least) + random.between(0, room));
  if (type === 'integer' || random.chance(0.3)) return String(whole);
  return Math.min(most, whole + random.between(0, 99) / 100).toFixed(2);
}
