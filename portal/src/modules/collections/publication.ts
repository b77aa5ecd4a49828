import { compileTemplate, type LintRemark, lint } from '@garner/validate';
import type { Log } from '../../platform/log.ts';
import type { TemplateFile } from './files.ts';

/** Thrown where the linter refuses templates: nothing is published, and the message says every place and remedy. */
export class TemplateRefusedError extends Error {
  override name = 'TemplateRefusedError';
}

/** Refuses templates with an error, all at once; logs the warnings of those that may be published. */
export function lintForPublication(files: readonly TemplateFile[], log: Pick<Log, 'warn'>): void {
  const reports = files.map(({ template }) => ({ template, report: lint(template) }));
  const refused = reports.filter(({ report }) => report.errors > 0);
  if (refused.length > 0) {
    throw new TemplateRefusedError(
      refused
        .map(({ template: { name, edition }, report: { remarks, errors } }) =>
          [`${name} ${edition} is not published. Errors: ${errors}`, ...remarks.map(remarkLine)].join('\n'),
        )
        .join('\n\n'),
    );
  }
  for (const { template, report } of reports) {
    for (const { code, path, column, message, remedy } of report.remarks) {
      log.warn({ template: template.name, edition: template.edition, code, path, column, remedy }, message);
    }
    // What the linter lets pass must run, or it fails here and not with somebody's file.
    compileTemplate(template);
  }
}

function remarkLine({ code, severity, path, column, message, remedy }: LintRemark): string {
  const place = [path || 'the template', ...(column === undefined ? [] : [`(${column})`])].join(' ');
  return `  ${severity} ${code} at ${place}: ${message} ${remedy}`;
}
