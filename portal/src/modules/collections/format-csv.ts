import type { Template } from '@garner/validate';
import { exactCsvRow } from '../../platform/csv.ts';

/** The header row of a template's files. */
export function headerCsv({ fields }: Template): string {
  return exactCsvRow(fields.map((field) => field.name));
}

/** The file format with the publisher's five columns, in the publisher's words (seed 004). */
export function formatCsv({ fields }: Template): string {
  const head = [
    'Name',
    'Description',
    'Position',
    'Validation Regular Expression',
    'Description of Regular Expression',
  ];
  const rows = fields.map(({ name, description, accepts, published, constraints }, index) => [
    name,
    published?.description ?? description,
    String(published?.position ?? index + 1),
    published?.pattern ?? constraints?.pattern ?? '',
    published?.words ?? accepts,
  ]);
  return [head, ...rows].map(exactCsvRow).join('');
}
