import { isIsoDate } from '../fields/dates.ts';
import type { CheckContext } from '../rules/cel.ts';
import { CONTEXT_WORDS } from '../rules/context-words.ts';
import { CliError, type Io } from './command.ts';
import { readText } from './input.ts';

/**
 * What `--against` says about the return: a due date (`2023-10-31`), or a JSON file with everything that the template's
 * rules compare with. Throws CliError where it is neither.
 */
export async function readContext(io: Io, against: string | undefined): Promise<CheckContext> {
  if (against === undefined) return {};
  if (/^\d{4}-\d\d-\d\d$/.test(against)) {
    if (isIsoDate(against)) return { dueDate: against };
    throw new CliError(`There is no date ${against}.`, 'Give the due date as year-month-day, like 2023-10-31.');
  }
  if (/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(against)) {
    throw new CliError(`The due date ${against} is not written as year-month-day.`, 'Write it like 2023-10-31.');
  }
  return checked(parseJson(await readText(io, against), against), against);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(`${path} is not JSON: ${(cause as Error).message}.`, EXAMPLE, { cause });
  }
}

const EXAMPLE =
  'It holds what the return says, such as {"dueDate": "2023-10-31", "organisationNames": ["Northern Skills Awards"]}.';

function checked(value: unknown, path: string): CheckContext {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError(`${path} is no JSON object.`, EXAMPLE);
  }
  for (const [name, entry] of Object.entries(value)) {
    if (!isContextValue(entry)) {
      throw new CliError(
        `In ${path} the value of “${name}” is neither a text, a number, true or false nor a list of texts.`,
        EXAMPLE,
      );
    }
    checkUsual(name, entry, path);
  }
  return value as CheckContext;
}

/** What every return says: a date, and the names of who sends it. Rules would fail on another kind, row by row. */
function checkUsual(name: string, entry: unknown, path: string): void {
  if (name === 'dueDate' && !(typeof entry === 'string' && isIsoDate(entry))) {
    throw new CliError(`In ${path} the dueDate is no date written as year-month-day.`, 'Write it like "2023-10-31".');
  }
  if (name === 'organisationNames' && !Array.isArray(entry)) {
    throw new CliError(`In ${path} organisationNames is no list.`, 'Write it like ["Northern Skills Awards"].');
  }
  const usual = [...CONTEXT_WORDS.keys()].find(
    (known) => known !== name && known.toLowerCase() === name.toLowerCase().replace(/[^a-z]/g, ''),
  );
  if (usual) throw new CliError(`${path} has “${name}”, which no rule knows.`, `Write it as ${usual}.`);
}

function isContextValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((member) => typeof member === 'string');
  return ['string', 'number', 'boolean'].includes(typeof value);
}
