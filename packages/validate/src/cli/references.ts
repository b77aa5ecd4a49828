import { parseArgs } from 'node:util';
import { UnusableReferenceError } from '../rules/reference-file.ts';
import type { Source } from '../source.ts';
import { CliError, type Io } from './command.ts';
import { openInput } from './input.ts';

/** A file that `--reference` names, by the name that the template has for it. */
export interface NamedReference {
  readonly name: string;
  readonly path: string;
}

/** All of them, open until disposed. */
export interface OpenReferences extends AsyncDisposable {
  readonly sources: Readonly<Record<string, Source>>;
}

const FORM = 'Write --reference NAME=FILE.csv, NAME being the name that the template has for it.';

/** Every `--reference NAME=FILE` among the arguments. Throws CliError where one is of another form, or a name comes twice. */
export function namedReferences(args: readonly string[]): readonly NamedReference[] {
  const options = { reference: { type: 'string', multiple: true } } as const;
  const { values } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
  const references = (values.reference ?? []).filter((given) => typeof given === 'string').map(named);
  const twice = references.find(({ name }, at) => references.findIndex((other) => other.name === name) < at);
  if (twice) throw new CliError(`The reference “${twice.name}” is named twice.`, 'Name one file for it.');
  return references;
}

function named(given: string): NamedReference {
  const at = given.indexOf('=');
  if (at < 1 || at === given.length - 1) {
    throw new CliError(`The option --reference does not take “${given}”.`, FORM);
  }
  return { name: given.slice(0, at), path: given.slice(at + 1) };
}

/** Opens the files. Throws CliError where there is nothing to read. */
export async function openReferences(io: Io, references: readonly NamedReference[]): Promise<OpenReferences> {
  const open: (Source & AsyncDisposable)[] = [];
  const close = async (): Promise<void> => {
    for (const source of open) await source[Symbol.asyncDispose]();
  };
  try {
    for (const { path } of references) open.push(await openInput(io, path));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    sources: Object.fromEntries(references.map(({ name }, at) => [name, open[at]!])),
    [Symbol.asyncDispose]: close,
  };
}

/** A reference that cannot be used, as a fault a person can mend; anything else is thrown on as it is. */
export function referenceFault(cause: unknown): CliError {
  if (!(cause instanceof UnusableReferenceError)) throw cause;
  return new CliError(cause.message, 'It must be a CSV file with a header. Choose or mend it, then run this again.', {
    cause,
  });
}
