import { bytesSource, checkFile, type Finding, type Summary } from '@garner/validate';
import { readCsv, withoutSafeMark } from '../../../../platform/csv.ts';
import type { ListKind } from '../kinds.ts';
import { type Entry, type Fault, MOST_ENTRIES, readEntry } from '../model.ts';
import { COLUMNS, fileTemplate } from './template.ts';

/** Something to mend in a file: where it is, what is there and what to do. Row 0: the file as a whole. */
export interface FileFault {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly text: string;
}

export type ReadFile =
  | { readonly entries: readonly Entry[] }
  | { readonly faults: readonly FileFault[]; readonly total: number };

/** Faults kept for the page; `total` counts all. */
const SHOWN = 100;
const COLUMN_OF: Readonly<Record<Fault['field'], string>> = {
  code: 'code',
  title: 'title',
  since: 'from',
  until: 'until',
  '': '',
};

/** Checks a file of a list by the engine and reads it. Never throws for what is in the file. */
export async function readFile(kind: ListKind, bytes: Uint8Array): Promise<ReadFile> {
  const { findings, summary } = await checked(kind, bytes);
  const total = summary.counts.error + summary.counts.query;
  if (total > 0 || !summary.rowsChecked) return { faults: findings.slice(0, SHOWN).map(faultOf), total };
  if (summary.rows === 0) return one('The file has no row after the header. Put one code in each row.');
  if (summary.rows > MOST_ENTRIES)
    return one(
      `The file has ${summary.rows.toLocaleString('en-GB')} codes. The most is ${MOST_ENTRIES.toLocaleString('en-GB')}.`,
    );
  return entriesOf(kind, bytes, summary);
}

async function checked(kind: ListKind, bytes: Uint8Array): Promise<{ findings: Finding[]; summary: Summary }> {
  const findings: Finding[] = [];
  const check = checkFile(bytesSource(bytes), fileTemplate(kind));
  for (;;) {
    const { done, value } = await check.next();
    if (done) return { findings, summary: value };
    const serious = value.filter(({ severity }) => severity !== 'notice');
    findings.push(...serious.slice(0, SHOWN - findings.length));
  }
}

/** The entries as they are kept; codes that are the same once they are kept are told as faults. */
function entriesOf(kind: ListKind, bytes: Uint8Array, { rows: expected }: Summary): ReadFile {
  const filled = readCsv(bytes).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const [header, ...records] = filled;
  const heads = (header?.cells ?? []).map(fold);
  const [code, title, from, until] = COLUMNS.map((name) => heads.indexOf(name));
  if (records.length !== expected || code === -1) throw new Error('The rows read are not the rows checked');
  const faults: FileFault[] = [];
  const rowOf = new Map<string, number>();
  const entries: Entry[] = [];
  for (const { row, cells } of records) {
    const cell = (at: number | undefined): string => withoutSafeMark(cells[at ?? -1] ?? '');
    const input = { code: cell(code), title: cell(title), since: cell(from), until: cell(until) };
    const read = readEntry(kind, input);
    if ('faults' in read) {
      for (const { field, text } of read.faults)
        faults.push({ row, column: COLUMN_OF[field], value: field === '' ? '' : input[field], text: `${text}.` });
      continue;
    }
    const twin = rowOf.get(read.entry.code);
    if (twin === undefined) rowOf.set(read.entry.code, row);
    else
      faults.push({
        row,
        column: 'code',
        value: input.code,
        text: `It is the same as in row ${twin}. Delete one of the two rows.`,
      });
    entries.push(read.entry);
  }
  return faults.length > 0 ? { faults: faults.slice(0, SHOWN), total: faults.length } : { entries };
}

function faultOf({ row, column, value, message, detail, help }: Finding): FileFault {
  return { row, column, value, text: [message, detail, help].filter((text) => text).join(' ') };
}

function one(text: string): ReadFile {
  return { faults: [{ row: 0, column: '', value: '', text }], total: 1 };
}

/** A name of a column as the engine compares those that are not spelt exactly. */
function fold(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
