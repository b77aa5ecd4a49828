import type { Acceptor } from '../acceptor.ts';
import { compareWithProse, type ListComparison } from '../prose/lists.ts';
import { quoted, quotedList, type Remarks, speaking } from '../remark.ts';
import { inside } from '../shape/shape.ts';
import type { FieldView, PrintedView, TemplateView } from '../view.ts';

/** The list in the published pattern, the list in the published words, and the list that is run. */
export function checkLists(view: FieldView, { notApplicable }: TemplateView, remarks: Remarks): void {
  const { printed, compiled } = view;
  if (!printed) return;
  const printedList = printed.reading.list;
  const members = printedList ?? view.field.constraints?.enum;
  if (!members) return;
  const comparison = compareWithProse(printed.published.words, members, notApplicable);
  if (printedList && comparison) checkPrintedList(view, comparison, remarks);
  if (!compiled) return;
  const said = comparison && [...comparison.both, ...comparison.otherwise.map((pair) => pair.said)];
  const wanted = said ?? printedList ?? [];
  checkRefused(
    view,
    printed,
    compiled,
    printedList ? wanted : [...wanted, ...(comparison?.saidOnly ?? [])],
    notApplicable,
    remarks,
  );
  checkAdded(
    view,
    new Set([...(printedList ?? []), ...(said ?? []), ...(comparison?.saidOnly ?? [])]),
    notApplicable,
    remarks,
  );
}

function checkPrintedList(
  { place, field }: FieldView,
  { otherwise, printedOnly, saidOnly }: ListComparison,
  remarks: Remarks,
): void {
  const differences = [
    ...otherwise.map(({ printed, said }) => `the pattern has ${quoted(printed)}, the words have ${quoted(said)}`),
    ...(printedOnly.length > 0 ? [`only the pattern has ${quotedList(printedOnly)}`] : []),
    ...(saidOnly.length > 0 ? [`only the words have ${quotedList(saidOnly)}`] : []),
  ];
  if (differences.length === 0) return;
  remarks.say('published.list-differs', inside(place, 'published.pattern'), {
    message: `The published pattern and the published words list different values: ${differences.join('; ')}.`,
    settledBy: field.reading,
  });
}

/** Which class of defect makes a listed value fail, where the printed pattern shows one. */
const CLASS_OF = {
  unescaped: 2,
  'blank-inside': 5,
  'blank-around': 6,
  'escaped-bar': 7,
  'unescaped-brackets': 16,
} as const;

function checkRefused(
  { place, field }: FieldView,
  { reading }: PrintedView,
  compiled: Acceptor,
  wanted: readonly string[],
  notApplicable: ReadonlySet<string>,
  remarks: Remarks,
): void {
  const refused = wanted.filter((member) => !notApplicable.has(member) && !compiled.accepts(member));
  if (refused.length === 0) return;
  const defect = reading.defects
    .map(({ kind }) => CLASS_OF[kind as keyof typeof CLASS_OF])
    .find((each) => each !== undefined);
  remarks.say(
    'field.list-member-refused',
    inside(place, field.constraints?.enum ? 'constraints.enum' : 'constraints'),
    {
      message: `The publisher lists ${quotedList(refused)}, and the column refuses ${refused.length === 1 ? 'it' : 'them'}.`,
      settledBy: speaking(field.reading, refused),
      ...(defect !== undefined && { class: defect }),
    },
  );
}

function checkAdded(
  { place, field }: FieldView,
  listed: ReadonlySet<string>,
  notApplicable: ReadonlySet<string>,
  remarks: Remarks,
): void {
  if (listed.size === 0) return;
  const added = (field.constraints?.enum ?? []).filter((member) => !listed.has(member) && !notApplicable.has(member));
  if (added.length === 0) return;
  remarks.say('field.list-member-added', inside(place, 'constraints.enum'), {
    message: `The column accepts ${quotedList(added)}, which the publisher does not list.`,
    settledBy: speaking(field.reading, added),
  });
}
