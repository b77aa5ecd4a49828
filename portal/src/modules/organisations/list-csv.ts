import { csvRow } from '../../platform/csv.ts';
import { detailTexts } from './details.ts';
import { oneLine } from './import/plan.ts';
import type { Organisation } from './organisation.ts';

/** The columns of the template garner-organisations, so that the list can be imported again. */
const HEAD = [
  'Name',
  'Kind',
  'RecognitionNumber',
  'UKPRN',
  'URN',
  'LAESTAB',
  'NCN',
  'ContactEmail',
  'Phone',
  'PostalAddress',
  'Website',
  'OtherNames',
];

/** Organisations as a table that is safe to open in a spreadsheet. */
export function organisationsCsv(organisations: readonly Organisation[]): string {
  const rows = organisations.map(({ name, kind, details }) => {
    const texts = detailTexts(details);
    const { recognitionNumber, ukprn, urn, laestab, ncn, contactEmail, phone, postalAddress, website } = texts;
    const numbers = [recognitionNumber, ukprn, urn, laestab, ncn];
    const contact = [contactEmail, phone, oneLine(postalAddress), website, details.otherNames.join('; ')];
    return csvRow([name, kind, ...numbers, ...contact]);
  });
  return `\uFEFF${csvRow(HEAD)}${rows.join('')}`;
}
