import type { Template } from '@garner/validate';
import { toCsvw, toRowSchema, toTableSchema } from '@garner/validate/export';

/** A form of a template for other programs, to be downloaded. */
export interface Export {
  /** How its address and its file's name end. */
  readonly ending: string;
  readonly title: string;
  readonly of: (template: Template) => object;
}

export const EXPORTS: readonly Export[] = [
  { ending: 'schema.json', title: 'Frictionless Table Schema', of: toTableSchema },
  {
    ending: 'csv-metadata.json',
    title: 'CSV on the Web metadata',
    // Tools find the metadata of a file by its name.
    of: (template) => toCsvw(template, { url: `${template.name}-${template.edition}.csv` }),
  },
  { ending: 'row.schema.json', title: 'JSON Schema of one row', of: toRowSchema },
];
