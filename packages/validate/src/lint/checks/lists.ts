import type { Acceptor } from '../acceptor.ts';
import { compareWithProse, type ListComparison } from '../prose/lists.ts';
import { quoted, quotedList, type Remarks, speaking } from '../remark.ts';
import { inside } from '../shape/shape.ts';
import type { FieldView, PrintedView, TemplateView } from '../view.ts';

/** The list in the published pattern, the list in the published words, and the list that is run. */
export function checkLists(view: FieldView, { notApplicable }: TemplateView, remarks: Remarks): void {
  const { printed, compiled } = view;
  checkOwnWords(view, notApplicable, remarks);
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

/** What people are told to write, where it is a list, and the list that is run. */
function checkOwnWords(
  { place, field, compiled }: FieldView,
  notApplicable: ReadonlySet<string>,
  remarks: Remarks,
): void {
  const members = field.constraints?.enum;
  if (!members || !compiled || !isList(field.accepts, members)) return;
  const {
    printedOnly = [],
    otherwise = [],
    saidOnly = [],
  } = compareWithProse(field.accepts, members, notApplicable) ?? {};
  const unsaid = [...otherwise.map(({ printed }) => printed), ...printedOnly];
  const refused = [...otherwise.map(({ said }) => said), ...saidOnly].filter((value) => !compiled.accepts(value));
  const differences = [
    ...(unsaid.length > 0 ? [`they do not name ${quotedList(unsaid)}`] : []),
    ...(refused.length > 0 ? [`the column refuses ${quotedList(refused)}`] : []),
  ];
  if (differences.length === 0) return;
  remarks.say('accepts.list-differs', inside(place, 'accepts'), {
    message: `The words of accepts list other values than the column takes: ${differences.join('; ')}.`,
  });
}

/** Whether our own words begin with a list that is meant to be whole: "F, H, or -2 where there are no tiers." */
function isList(words: string, members: readonly string[]): boolean {
  if (/\b(such as|for example|like)\b/i.test(words)) return false;
  const pieces = words.split(/[.;](?:\s|$)/, 1)[0]!.split(/,\s*(?:or\s+)?|\s+or\s+/);
  return pieces.filter((piece) => members.includes(piece)).length * 2 >= pieces.length;
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
