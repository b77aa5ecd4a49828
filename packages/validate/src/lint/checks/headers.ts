import { fold } from '../../header.ts';
import { quoted, quotedList, type Remarks } from '../remark.ts';
import { inside } from '../shape/shape.ts';
import { isOneLetterOff, wordsOf } from '../spelling.ts';
import type { FieldView, TemplateView } from '../view.ts';

/** The columns' names: what files cannot tell apart, and what was probably misspelt (defect class 24). */
export function checkHeaders({ views }: TemplateView, remarks: Remarks): void {
  checkTwins(views, remarks);
  checkBlanks(views, remarks);
  checkSpelling(views, remarks);
}

function checkTwins(views: readonly FieldView[], remarks: Remarks): void {
  const seen = new Map<string, string>();
  for (const { place, field } of views) {
    const twin = seen.get(fold(field.name));
    if (twin === undefined) seen.set(fold(field.name), field.name);
    else if (twin === field.name)
      remarks.say('header.repeated', inside(place, 'name'), { message: `Two columns are named ${quoted(twin)}.` });
    else
      remarks.say('header.alike', inside(place, 'name'), {
        message: `${quoted(field.name)} and ${quoted(twin)} differ only in capitals, blanks or punctuation.`,
      });
  }
}

function checkBlanks(views: readonly FieldView[], remarks: Remarks): void {
  for (const { place, field } of views) {
    if (/\s{2}|[^\S ]/.test(field.name))
      remarks.say('header.blanks', inside(place, 'name'), {
        message: `${quoted(field.name)} has blanks that senders cannot see.`,
      });
  }
  const apart = views.filter(({ field }) => /[\p{L}\p{N}.][ _-]+\p{L}/u.test(field.name));
  const together = views.filter(({ field }) => /\p{Ll}\p{Lu}/u.test(field.name));
  if (apart.length === 0 || together.length === 0) return;
  const [few, many] = apart.length <= together.length ? [apart, together] : [together, apart];
  remarks.say(
    'header.mixed',
    { path: 'fields' },
    {
      message: `Names such as ${quotedList(few.slice(0, 3).map(({ field }) => field.name))} are written in another way than ${quoted(many[0]!.field.name)}.`,
    },
  );
}

/** Words of headers in this field of work, whole for certain. */
const USUAL = [
  'assessment',
  'awarding',
  'boundary',
  'candidate',
  'centre',
  'certification',
  'component',
  'identifier',
  'learner',
  'malpractice',
  'organisation',
  'penalty',
  'qualification',
  'reporting',
  'specification',
];
/** Beyond this many columns or words the search for slips would take too long. */
const MOST = 2000;

function checkSpelling(views: readonly FieldView[], remarks: Remarks): void {
  const names = views.map(({ field }) => wordsOf(field.name));
  const counts = new Map<string, number>();
  for (const word of names.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const prose = new Set([...USUAL, ...views.flatMap(proseWords)]);
  if (views.length > MOST || prose.size > 4 * MOST) return;
  const known = [...prose, ...counts.keys()].filter((word) => word.length >= 5);
  for (const [at, { place, field }] of views.entries()) {
    for (const word of names[at]!) {
      if (word.length < 5 || prose.has(word) || counts.get(word)! > 1) continue;
      const meant =
        known.find((other) => isOneLetterOff(word, other) && !isInflected(word, other)) ??
        runTogether(word, field.name);
      if (meant === undefined) continue;
      remarks.say('header.misspelt', inside(place, 'name'), {
        message: `${quoted(field.name)} may be misspelt: elsewhere the word is ${quoted(meant)}.`,
        settledBy: field.reading,
      });
    }
  }
}

/** The words said of a column anywhere but in its name. */
function proseWords({ field, printed }: FieldView): string[] {
  const texts = [field.title ?? '', field.description, field.accepts, printed?.prose ?? ''];
  return (
    texts
      .join(' ')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  ).map(String);
}

/** `centre` and `centres`, `issue` and `issued` are both right. */
function isInflected(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.startsWith(short) && /[sdrn]$/.test(long);
}

/** `CentreidentifierOther`: two words without the capital that parts the others. */
function runTogether(word: string, name: string): string | undefined {
  if (!/\p{Ll}\p{Lu}/u.test(name)) return undefined;
  const second = USUAL.find((usual) => word.endsWith(usual) && word.length - usual.length >= 4);
  if (!second) return undefined;
  const capital = (part: string): string => part[0]!.toUpperCase() + part.slice(1);
  return capital(word.slice(0, -second.length)) + capital(second);
}
