import { createHash } from 'node:crypto';
import type { Template } from '../template.ts';
import { CliError, type Io } from './command.ts';
import { readText } from './input.ts';
import { fileName } from './words.ts';

/** A template and the hash that a submission records. */
export interface PublishedTemplate {
  readonly template: Template;
  /** SHA-256 of the template's content, the same as the portal's: equal content, equal hash. */
  readonly hash: string;
}

/** The hash is over the content as JSON, as the portal makes it when it publishes. */
export function withHash(template: Template): PublishedTemplate {
  return { template, hash: createHash('sha256').update(JSON.stringify(template)).digest('hex') };
}

/** The content of a YAML or JSON file. Throws CliError with line and column where it is neither. */
export async function readYaml(io: Io, path: string): Promise<unknown> {
  const text = await readText(io, path);
  const { load, YAMLException } = await import('js-yaml');
  try {
    const value = load(text, { filename: path });
    JSON.stringify(value); // An anchor inside itself has no content that could be written down.
    return value;
  } catch (cause) {
    if (!(cause instanceof YAMLException)) {
      throw new CliError(`${fileName(path)} refers to itself.`, 'Write the values out instead of using anchors.', {
        cause,
      });
    }
    const { reason, mark } = cause;
    const place = mark ? `, line ${mark.line + 1}, character ${mark.column + 1}` : '';
    throw new CliError(
      `${fileName(path)}${place}: ${reason}.`,
      'It is no valid YAML. Mend the line, or the one above it.',
      {
        cause,
      },
    );
  }
}

/**
 * A template of one's own. Throws CliError where it is not one, or where the linter finds errors in it: a template that
 * cannot be trusted finds faults that are none.
 */
export async function readTemplateFile(io: Io, path: string): Promise<PublishedTemplate> {
  const value = await readYaml(io, path);
  const template = isPackaged(value) ? value.template : value;
  const { lint } = await import('../lint/index.ts');
  const { errors, remarks } = lint(template);
  const [first] = remarks.filter(({ severity }) => severity === 'error');
  if (errors > 0) {
    throw new CliError(
      `${path} cannot be used as a template: ${first?.message ?? 'it has errors.'}`,
      errors > 1 ? `garner lint ${path} shows this and the other errors.` : (first?.remedy ?? ''),
    );
  }
  return withHash(template as Template);
}

/** A file of the published package holds a template beside its hash. */
function isPackaged(value: unknown): value is { readonly template: unknown } {
  return typeof value === 'object' && value !== null && 'template' in value && 'hash' in value;
}
