import type { Constraints, Published, ReferenceRule, Rule, Template, TemplateField } from '../template.ts';
import { isMapping, type Mapping, own } from './shape/shape.ts';

/** A foreign key with its columns as lists. */
export interface ForeignKey {
  readonly fields: readonly string[];
  readonly theirs: readonly string[];
  /** Absent: the same file. */
  readonly resource?: string;
}

/** A column with its place in the list as written, where others before it may have been of no use. */
export interface SoundField {
  readonly at: number;
  readonly field: TemplateField;
  readonly examples: readonly string[];
}

/** What of a template is of the right kind, so that the checks after the shape's need not ask again. */
export interface SoundTemplate {
  readonly template: Template;
  readonly fields: readonly SoundField[];
  /** Rules by their place in the list as written. */
  readonly rules: readonly { readonly at: number; readonly rule: Rule }[];
  readonly foreignKeys: readonly { readonly at: number; readonly key: ForeignKey }[];
}

/** Keeps of a template what is of the right kind; what is missing or of another kind is left out or empty. */
export function soundTemplate(value: unknown): SoundTemplate {
  const whole: Mapping = isMapping(value) ? value : {};
  const fields = mappings(own(whole, 'fields')).flatMap(([at, field]) => {
    const sound = soundField(field);
    return sound ? [{ at, field: sound, examples: texts(own(field, 'examples')) ?? [] }] : [];
  });
  const rules = mappings(own(whole, 'rules')).flatMap(([at, rule]) => {
    const sound = soundRule(rule);
    return sound ? [{ at, rule: sound }] : [];
  });
  const missingValues = texts(own(whole, 'missingValues'));
  const notApplicableValues = texts(own(whole, 'notApplicableValues'));
  const primaryKey = texts(own(whole, 'primaryKey'));
  const template: Template = {
    name: string(whole, 'name'),
    title: string(whole, 'title'),
    edition: string(whole, 'edition'),
    publisher: string(whole, 'publisher'),
    updated: string(whole, 'updated'),
    description: string(whole, 'description'),
    fields: fields.map(({ field }) => field),
    rules: rules.map(({ rule }) => rule),
    ...(missingValues && { missingValues }),
    ...(notApplicableValues && { notApplicableValues }),
    ...(primaryKey && { primaryKey }),
  };
  const foreignKeys = mappings(own(whole, 'foreignKeys')).flatMap(([at, key]) => soundKey(at, key));
  return { template, fields, rules, foreignKeys };
}

const TYPES = ['string', 'integer', 'number', 'date'] as const;
const FORMATS = ['%Y-%m-%d', '%d/%m/%Y'] as const;

/** A column that has at least a name and a type. */
function soundField(field: Mapping): TemplateField | undefined {
  const type = TYPES.find((each) => each === own(field, 'type'));
  const name = own(field, 'name');
  if (typeof name !== 'string' || name === '' || !type) return undefined;
  const missingValues = texts(own(field, 'missingValues'));
  const formats = texts(own(field, 'dateFormats'));
  const published = soundPublished(own(field, 'published'));
  return {
    name,
    type,
    description: string(field, 'description'),
    example: string(field, 'example'),
    accepts: string(field, 'accepts'),
    mend: string(field, 'mend'),
    constraints: soundConstraints(own(field, 'constraints')),
    ...given(field, ['title', 'format', 'lexical', 'notApplicable', 'reading']),
    ...(missingValues && { missingValues }),
    ...(formats && { dateFormats: FORMATS.filter((each) => formats.includes(each)) }),
    ...(published && { published }),
  };
}

function soundConstraints(value: unknown): Constraints {
  if (!isMapping(value)) return {};
  const members = texts(own(value, 'enum'));
  const numbers = ['minLength', 'maxLength'].flatMap((key) => {
    const length = own(value, key);
    return typeof length === 'number' ? [[key, length] as const] : [];
  });
  const limits = ['minimum', 'maximum'].flatMap((key) => {
    const limit = own(value, key);
    return typeof limit === 'number' || typeof limit === 'string' ? [[key, limit] as const] : [];
  });
  return {
    ...(own(value, 'required') === true && { required: true }),
    ...given(value, ['pattern']),
    ...(members && { enum: members }),
    ...Object.fromEntries([...numbers, ...limits]),
  };
}

function soundPublished(value: unknown): Published | undefined {
  if (!isMapping(value)) return undefined;
  const position = own(value, 'position');
  return {
    position: typeof position === 'number' || typeof position === 'string' ? position : '',
    description: string(value, 'description'),
    pattern: string(value, 'pattern'),
    words: string(value, 'words'),
  };
}

function soundRule(rule: Mapping): Rule | undefined {
  const columns = texts(own(rule, 'columns'));
  const besides = texts(own(rule, 'besides'));
  const base = {
    code: string(rule, 'code'),
    severity: 'error' as const,
    message: string(rule, 'message'),
    help: string(rule, 'help'),
    ...(besides && { besides }),
  };
  const kind = own(rule, 'kind');
  if (kind === 'row') return { ...base, kind, expression: string(rule, 'expression'), columns: columns ?? [] };
  if (kind === 'unique') return { ...base, kind, ...(columns && { columns }) };
  if (kind === 'reference') return { ...base, kind, columns: columns ?? [], reference: soundReference(rule) };
  const only = columns?.[0];
  return kind === 'constant' && only !== undefined ? { ...base, kind, columns: [only] } : undefined;
}

function soundReference(rule: Mapping): ReferenceRule['reference'] {
  const reference = own(rule, 'reference');
  if (!isMapping(reference)) return { resource: '' };
  const columns = texts(own(reference, 'columns'));
  return { resource: string(reference, 'resource'), ...(columns && { columns }) };
}

function soundKey(at: number, key: Mapping): { at: number; key: ForeignKey }[] {
  const reference = own(key, 'reference');
  const [ours, theirs] = [own(key, 'fields'), isMapping(reference) ? own(reference, 'fields') : undefined].map(
    (names) => (typeof names === 'string' ? [names] : texts(names)),
  );
  if (!ours || !theirs || !isMapping(reference)) return [];
  const resource = own(reference, 'resource');
  return [{ at, key: { fields: ours, theirs, ...(typeof resource === 'string' && resource !== '' && { resource }) } }];
}

/** The members of a list that are groups of keys, with their places. */
function mappings(value: unknown): (readonly [number, Mapping])[] {
  if (!Array.isArray(value)) return [];
  return [...value.entries()].flatMap(([at, member]) => (isMapping(member) ? [[at, member] as const] : []));
}

function string(mapping: Mapping, key: string): string {
  const value = own(mapping, key);
  return typeof value === 'string' ? value : '';
}

/** Those of the keys whose values are texts. */
function given<Key extends string>(mapping: Mapping, keys: readonly Key[]): { [key in Key]?: string } {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = own(mapping, key);
      return typeof value === 'string' ? [[key, value]] : [];
    }),
  ) as { [key in Key]?: string };
}

/** A list's texts; undefined where it is no list. */
function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((member) => typeof member === 'string') : undefined;
}
