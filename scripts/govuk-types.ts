/**
 * Writes portal/src/ui/govuk/components.generated.ts: the parameters of every govuk-frontend macro as TypeScript types.
 *
 * Two sources, both published with the library: `macro-options.json` says what an option is for; the examples in
 * `fixtures.json` show what it really takes. The options mark some things as required that the library's own examples
 * leave out, and some as strings that its examples give as numbers, so every type here is the documented one widened
 * until the published examples fit.
 *
 * Run: node scripts/govuk-types.ts
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** One entry of a component's macro-options.json. */
interface MacroOption {
  name: string;
  type: 'string' | 'integer' | 'object' | 'boolean' | 'array' | 'nunjucks-block';
  required: boolean;
  description: string;
  deprecated?: string;
  isComponent?: boolean;
  params?: MacroOption[];
}

/** One example of a component's fixtures.json. Hidden ones test oddities; the others are the published examples. */
export interface Fixture {
  name: string;
  hidden: boolean;
  options: Record<string, unknown>;
  html: string;
}

const packageFile = createRequire(import.meta.url).resolve('govuk-frontend/package.json');
const componentsFolder = join(dirname(packageFile), 'dist/govuk/components');
const target = join(import.meta.dirname, '../portal/src/ui/govuk/components.generated.ts');

const PREAMBLE = `/** HTML attributes to add to an element. With \`optional\`, an empty value leaves the attribute out and \`true\` writes the bare name. */
export type Attributes = Record<
  string,
  string | number | boolean | { value: string | number | boolean | null | undefined; optional?: boolean }
>;

/** One wording for each plural category of the language; \`%{count}\` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>>;
`;

/** Where neither the options nor the examples say enough. */
const OVERRIDES: Record<string, string> = {
  'checkboxes.values': 'string[]',
  'date-input.day': 'Partial<DateInputItem>',
  'date-input.month': 'Partial<DateInputItem>',
  'date-input.year': 'Partial<DateInputItem>',
  // Keyed by the names of the inputs: day, month and year, or those after a prefix ("birth-day").
  'date-input.values':
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a type, not text to fill in
    '{ day?: string | number | undefined; month?: string | number | undefined; year?: string | number | undefined; [name: `${string}-${string}`]: string | number | undefined }',
};

/** What the elements of an array are called, where its own name does not say so. */
const ELEMENT_NAMES: Record<string, string> = { 'table.rows': 'TableCell' };

const pascal = (name: string): string => name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The folders of the components: "back-link", "button", … */
export function componentNames(): string[] {
  return readdirSync(componentsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Every example the library ships for a component, with the HTML its own build renders. */
export function fixturesOf(component: string): Fixture[] {
  return JSON.parse(readFileSync(join(componentsFolder, component, 'fixtures.json'), 'utf8')).fixtures;
}

function optionsOf(component: string): MacroOption[] {
  return JSON.parse(readFileSync(join(componentsFolder, component, 'macro-options.json'), 'utf8'));
}

/** The published examples of a component that use no deprecated option. */
export function publishedExamples(component: string): Fixture[] {
  const deprecated = optionsOf(component).filter((option) => option.deprecated !== undefined);
  return fixturesOf(component).filter(
    (fixture) => !fixture.hidden && !deprecated.some((option) => option.name in fixture.options),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `text` and `html`, `titleText` and `titleHtml`: each marked required, yet one replaces the other. */
function hasTwin(option: MacroOption, siblings: MacroOption[]): boolean {
  const twin = option.name.replace(
    /[tT]ext$|[hH]tml$/,
    (end) => ({ text: 'html', html: 'text', Text: 'Html', Html: 'Text' })[end]!,
  );
  return twin !== option.name && siblings.some((sibling) => sibling.name === twin);
}

function isRequired(option: MacroOption, siblings: MacroOption[], seen: unknown[]): boolean {
  return (
    option.required &&
    option.deprecated === undefined &&
    !hasTwin(option, siblings) &&
    !option.description.includes('If omitted') &&
    !seen.includes(undefined)
  );
}

/** What the examples give beyond the documented type: numbers for strings, `false` or `null` for "leave it out". */
function widenings(documented: MacroOption['type'][], seen: unknown[]): string[] {
  const extra = new Set<string>();
  for (const value of seen) {
    if (typeof value === 'number' && !documented.includes('integer')) extra.add('number');
    if (value === null) extra.add('null');
    if (value === false && !documented.includes('boolean')) extra.add('false');
    if (value === '' && !documented.includes('string')) extra.add("''");
  }
  return [...extra].sort();
}

/** Collects the interfaces, the innermost first. */
class Writer {
  readonly #interfaces: string[] = [];

  /** Writes the interface of a set of options. `samples` are the values that the examples give for it. */
  writeInterface(name: string, options: MacroOption[], samples: unknown[], path: string): void {
    const usable = options.filter((option) => option.type !== 'nunjucks-block');
    const records = samples.filter(isRecord);
    const members = [...new Set(usable.map((option) => option.name))].map((member) =>
      this.#member(
        name,
        usable.filter((option) => option.name === member),
        usable,
        records.map((record) => record[member]),
        path,
      ),
    );
    this.#interfaces.push(`export interface ${name} {\n${members.join('\n')}\n}\n`);
  }

  /** One property. An option listed twice takes either form. */
  #member(parent: string, forms: MacroOption[], siblings: MacroOption[], seen: unknown[], path: string): string {
    const [first] = forms as [MacroOption, ...MacroOption[]];
    const required = isRequired(first, siblings, seen);
    const types = forms.map((option) => this.#type(parent, option, seen, `${path}.${option.name}`));
    types.push(
      ...widenings(
        forms.map((option) => option.type),
        seen,
      ),
    );
    if (first.description.includes('falsy value')) types.push('false', 'null');
    if (!required) types.push('undefined');
    const note = `${first.description}${first.deprecated ? `\n@deprecated since ${first.deprecated}` : ''}`;
    const comment = note.replaceAll('*/', '*\\/').replaceAll(/\s*\n\s*/g, ' ');
    return `  /** ${comment} */\n  ${first.name}${required ? '' : '?'}: ${[...new Set(types)].join(' | ')};`;
  }

  #type(parent: string, option: MacroOption, seen: unknown[], path: string): string {
    const override = OVERRIDES[path];
    if (override !== undefined) return override;
    if (option.isComponent) {
      const keys = option.params?.map((param) => `'${param.name}'`).join(' | ');
      return keys ? `Pick<${pascal(option.name)}Params, ${keys}>` : `${pascal(option.name)}Params`;
    }
    if (option.type === 'string' || option.type === 'boolean') return option.type;
    if (option.type === 'integer') return 'number';
    if (/^attributes$|Attributes$/.test(option.name)) return 'Attributes';
    if (option.type === 'object' && option.name.endsWith('Text')) return 'PluralForms';
    if (option.params === undefined)
      throw new Error(`${path} (${option.type}) says nothing of what is in it: add it to OVERRIDES.`);
    return option.type === 'array'
      ? this.#array(parent, option, option.params, seen, path)
      : this.#object(parent.replace(/Params$/, '') + pascal(option.name), option.params, seen, path);
  }

  #object(name: string, params: MacroOption[], seen: unknown[], path: string): string {
    this.writeInterface(name, params, seen, path);
    return name;
  }

  #array(parent: string, option: MacroOption, params: MacroOption[], seen: unknown[], path: string): string {
    const name = ELEMENT_NAMES[path] ?? parent.replace(/Params$/, '') + pascal(option.name).replace(/s$/, '');
    const elements = seen.filter(Array.isArray).flat(1);
    const nested = elements.some(Array.isArray);
    const cells = nested ? elements.flat(1) : elements;
    // A divider stands between items and is not one: it takes nothing else, and an item must still have its value.
    const hasDivider = params.some((param) => param.name === 'divider');
    const items = hasDivider ? cells.filter((cell) => !(isRecord(cell) && 'divider' in cell)) : cells;
    this.writeInterface(name, hasDivider ? params.filter((param) => param.name !== 'divider') : params, items, path);
    const union = [name, ...(hasDivider ? ['{ divider: string }'] : []), ...widenings([], items)].join(' | ');
    const element = union.includes('|') ? `(${union})` : union;
    return nested ? `${element}[][]` : `${element}[]`;
  }

  toString(): string {
    return this.#interfaces.join('\n');
  }
}

/** The whole text of components.generated.ts. Throws where an option's type cannot be told. */
export function generate(): string {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8'));
  const names = componentNames();
  const writer = new Writer();
  for (const name of names) {
    const samples = publishedExamples(name).map((fixture) => fixture.options);
    writer.writeInterface(`${pascal(name)}Params`, optionsOf(name), samples, name);
  }
  const lines = names.map(
    (name) => `  ${pascal(name).replace(/^./, (letter) => letter.toLowerCase())}: ${pascal(name)}Params;`,
  );
  return [
    `// Written by scripts/govuk-types.ts from govuk-frontend ${version}; run that script rather than edit this file.`,
    '',
    PREAMBLE,
    writer.toString(),
    `/** The parameters of each macro, by its name without the "govuk" in front. */`,
    `export interface GovukComponents {\n${lines.join('\n')}\n}\n`,
  ].join('\n');
}

if (import.meta.main) writeFileSync(target, generate());
