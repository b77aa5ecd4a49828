import { csvRow } from '../../platform/csv.ts';
import type { HistoryEvent } from './queries.ts';
import { actionInWords } from './words.ts';

const HEAD = [
  'When',
  'Who',
  'Organisation',
  'About organisation',
  'From where',
  'What',
  'Action',
  'About',
  'About person',
  'Before',
  'After',
];

/** Events as a table that is safe to open in a spreadsheet; a byte order mark in front makes accented letters come out right. */
export async function* historyCsv(batches: AsyncIterable<readonly HistoryEvent[]>): AsyncGenerator<string> {
  yield `\uFEFF${csvRow(HEAD)}`;
  for await (const rows of batches) yield rows.map(csvOf).join('');
}

function csvOf(event: HistoryEvent): string {
  const cells = [
    event.at.toISOString(),
    whoDidIt(event),
    event.organisationName ?? '',
    event.onBehalfOfName ?? '',
    event.address ?? '',
    actionInWords(event.action),
    event.action,
    event.subject,
    event.subjectName ?? '',
    factsText(event.before),
    factsText(event.after),
  ];
  return csvRow(cells);
}

/** The person's name, or what there is in its place. */
export function whoDidIt({ personId, personName, erased }: HistoryEvent): string {
  if (erased) return 'No longer kept';
  if (personId === null) return 'Garner';
  return personName ?? `Person ${personId}`;
}

function factsText(facts: unknown): string {
  return facts === null || facts === undefined ? '' : JSON.stringify(facts);
}
