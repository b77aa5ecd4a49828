import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import {
  bytesSource,
  type CheckOptions,
  type CompiledTemplate,
  checkFile,
  compileTemplate,
  type Finding,
  type KnownTemplate,
  type Source,
  type Summary,
  type Template,
} from '../src/index.ts';

const TEMPLATES = join(import.meta.dirname, '../../../collections/templates');

/** A published template by its place, such as `ptq-assessment-outcomes/2023-08`. */
export function loadTemplate(place: string): Template {
  return load(readFileSync(join(TEMPLATES, `${place}.yaml`), 'utf8')) as Template;
}

/** Places of all published templates. */
export function templatePlaces(): string[] {
  return globSync('*/*.yaml', { cwd: TEMPLATES })
    .map((path) => path.slice(0, -'.yaml'.length))
    .sort();
}

export const PTQ: CompiledTemplate = compileTemplate(loadTemplate('ptq-assessment-outcomes/2023-08'));

/** The header line of a template, without its line end. */
export function headerOf({ template }: CompiledTemplate): string {
  return template.fields.map((field) => field.name).join(',');
}

/** What tells a template apart from others. */
export function knownTemplate({ title, edition, fields }: Template): KnownTemplate {
  return { title, edition, columns: fields.map((field) => field.name) };
}

export interface Outcome {
  readonly findings: readonly Finding[];
  readonly summary: Summary;
}

/** Checks a source to its end and keeps all that is found. */
export async function check(source: Source, compiled: CompiledTemplate, options: CheckOptions = {}): Promise<Outcome> {
  const run = checkFile(source, compiled, options);
  const findings: Finding[] = [];
  for (;;) {
    const step = await run.next();
    if (step.done) return { findings, summary: step.value };
    findings.push(...step.value);
  }
}

/** Checks a text or bytes cut into chunks of the given size. */
export function checkBytes(
  content: string | Uint8Array,
  compiled: CompiledTemplate,
  options: CheckOptions = {},
  chunk?: number,
): Promise<Outcome> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return check(bytesSource(bytes, chunk), compiled, options);
}
