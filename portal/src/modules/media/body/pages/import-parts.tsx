import type { VNode } from 'preact';
import type { TableCell, TableHead } from '../../../../ui/govuk/index.ts';
import { dataTable } from '../../../../ui/table.tsx';
import { count } from '../../../../ui/words.ts';
import { candidateInWords } from '../../model.ts';
import type { PlanSamples, RowRefusal } from '../import/plan.ts';

interface Part<T> {
  /** The first of them. */
  readonly rows: readonly T[];
  readonly all: number;
}

interface TablePart {
  readonly title: string;
  readonly caption: string;
  readonly head: readonly (TableHead & { readonly text: string })[];
  readonly rows: readonly (readonly TableCell[])[];
  readonly all: number;
}

function table({ title, caption, head, rows, all }: TablePart): VNode | null {
  if (rows.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">{title}</h2>
      {dataTable({ caption, head, rows })}
      {all > rows.length ? <p class="govuk-body">And {count(all - rows.length, 'more', 'more')}.</p> : null}
    </>
  );
}

function why({ why, centreNumber, code }: PlanSamples['refused'][number]): string {
  const words: Readonly<Record<RowRefusal, string>> = {
    centre: `There is no centre with the number ${centreNumber}. Check it, or ask who keeps organisations to add it.`,
    closed: `The centre ${centreNumber} is closed.`,
    component: `The session has no component ${code}. Check the code, or add the component first.`,
    names:
      'The same candidate is there twice with different names. Neither row is taken, and what is here of them stays as it is.',
  };
  return words[why];
}

export function Refused({ rows, all }: Part<PlanSamples['refused'][number]>): VNode | null {
  return table({
    title: 'Left out',
    caption: 'Rows that are left out, in their order',
    all,
    head: [
      { text: 'Row', format: 'numeric' },
      { text: 'Centre' },
      { text: 'Component' },
      { text: 'Candidate' },
      { text: 'Why' },
    ],
    rows: rows.map((row) => [
      { text: row.row.toLocaleString('en-GB'), format: 'numeric' },
      { text: row.centreNumber },
      { text: row.code },
      { text: candidateInWords(row) },
      { text: why(row) },
    ]),
  });
}

export function Withdrawn({ rows, all }: Part<PlanSamples['withdrawn'][number]>): VNode | null {
  return table({
    title: 'Withdrawn',
    caption: 'Entries that are withdrawn, those with files or reasons first',
    all,
    head: [{ text: 'Centre' }, { text: 'Component' }, { text: 'Candidate' }, { text: 'What is there of them' }],
    rows: rows.map((row) => [
      { text: `${row.centreNumber} ${row.centre}` },
      { text: row.code },
      { text: candidateInWords(row) },
      { text: workOf(row) },
    ]),
  });
}

function workOf({ files, reason, submitted }: PlanSamples['withdrawn'][number]): string {
  const parts = [
    ...(files > 0 ? [`${count(files, 'file')}, kept`] : []),
    ...(reason === null ? [] : [`Non-submission: ${reason}`]),
    ...(submitted ? ['submitted already'] : []),
  ];
  return parts.length === 0 ? 'Nothing yet' : parts.join('; ');
}

export function Renamed({ rows, all }: Part<PlanSamples['renamed'][number]>): VNode | null {
  return table({
    title: 'Changed names',
    caption: 'Candidates whose names change',
    all,
    head: [{ text: 'Centre' }, { text: 'Candidate' }, { text: 'Before' }, { text: 'After' }],
    rows: rows.map(({ centre, number, before, after }) => [
      { text: centre },
      { text: number },
      { text: before },
      { text: after },
    ]),
  });
}

export function Entered({ rows, all }: Part<PlanSamples['entered'][number]>): VNode | null {
  return table({
    title: 'New entries',
    caption: 'New entries, those for submitted work first',
    all,
    head: [{ text: 'Centre' }, { text: 'Component' }, { text: 'Candidate' }, { text: 'What' }],
    rows: rows.map((row) => [
      { text: `${row.centreNumber} ${row.centre}` },
      { text: row.code },
      { text: candidateInWords(row) },
      {
        text: `${row.what === 'restored' ? 'Withdrawn before, stands again' : row.isNew ? 'New candidate' : 'New for this component'}${
          row.submitted ? '; submitted already' : ''
        }`,
      },
    ]),
  });
}
