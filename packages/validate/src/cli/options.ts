import { parseArgs } from 'node:util';
import { CliError } from './command.ts';
import { didYouMean } from './nearest.ts';

/** The options a command takes: with a value (`--out FILE`) or without (`--write`). */
export type OptionKinds = Readonly<Record<string, 'text' | 'flag'>>;

export interface Parsed<T extends OptionKinds> {
  readonly values: { readonly [K in keyof T]?: T[K] extends 'flag' ? boolean : string };
  readonly positionals: readonly string[];
}

/**
 * Reads the arguments of a command: `--name value`, `--name=value`, `--flag`, names of files, `-` for standard input, and
 * `--` before names that begin with a dash. Throws CliError for an option that is not there or lacks its value.
 */
export function parse<const T extends OptionKinds>(command: string, args: readonly string[], kinds: T): Parsed<T> {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [name, { type: kind === 'flag' ? 'boolean' : 'string' } as const]),
  );
  // Not strict: its messages are Node's, and name neither the command nor what to type instead.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const values: Record<string, string | boolean> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') values[token.name] = optionValue(command, token, kinds);
  }
  return { values: values as Parsed<T>['values'], positionals };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function optionValue(command: string, token: OptionToken, kinds: OptionKinds): string | boolean {
  const { name, rawName, value, inlineValue } = token;
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const help = `See garner help ${command}.`;
  if (kind === undefined) {
    const names = Object.keys(kinds).map((known) => `--${known}`);
    throw new CliError(`garner ${command} has no option ${rawName}.`, didYouMean(rawName, names, help));
  }
  if (kind === 'flag') {
    if (value !== undefined) throw new CliError(`The option ${rawName} takes no value.`, help);
    return true;
  }
  const isOption = !inlineValue && value !== undefined && /^-[^\d]/.test(value);
  if (value === undefined || isOption || value === '') throw new CliError(`The option ${rawName} needs a value.`, help);
  return value;
}

/** One of the values an option takes; the first is the default. */
export function choice<const T extends string>(option: string, value: string | undefined, choices: readonly T[]): T {
  if (value === undefined) return choices[0]!;
  const found = choices.find((known) => known === value);
  if (found !== undefined) return found;
  const all = `It takes ${choices.join(', ')}.`;
  throw new CliError(`The option ${option} does not take “${value}”.`, didYouMean(value, choices, all));
}

/** A whole number from `least` to `most`. */
export function wholeNumber(
  option: string,
  value: string | undefined,
  otherwise: number,
  [least, most]: readonly [number, number] = [0, Number.MAX_SAFE_INTEGER],
): number {
  if (value === undefined) return otherwise;
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CliError(
    `The option ${option} does not take “${value}”.`,
    most === Number.MAX_SAFE_INTEGER
      ? `Give a whole number, ${least} or more.`
      : `Give a whole number from ${least} to ${most}.`,
  );
}

/** The one argument that a command needs. */
export function only(command: string, positionals: readonly string[], what: string): string {
  if (positionals.length === 1) return positionals[0]!;
  const message =
    positionals.length === 0 ? `garner ${command} needs ${what}.` : `garner ${command} takes ${what}, and no more.`;
  throw new CliError(message, `See garner help ${command}.`);
}
