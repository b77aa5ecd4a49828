import { exactCsvRow } from '../../src/csv/row.ts';
import { loadTemplate } from '../run.ts';

/** The publisher's file format of a template, such as `ptq-assessment-outcomes/2023-08`: a CSV with the five columns. */
export function formatFile(place: string): string {
  const head = [
    'Name',
    'Description',
    'Position',
    'Validation Regular Expression',
    'Description of Regular Expression',
  ];
  const rows = loadTemplate(place).fields.map(({ name, published }) => {
    const { description = '', position = '', pattern = '', words = '' } = published ?? {};
    return [name, description, String(position), pattern, words];
  });
  return [head, ...rows].map(exactCsvRow).join('');
}
