import { DEFECTS } from '../defects.ts';
import { countedRange } from '../prose/ranges.ts';
import { inOurDialect } from '../reading/dialect.ts';
import { lengthsOf, matcherOf } from '../reading/matcher.ts';
import { type PatternReading, readPattern } from '../reading/read-pattern.ts';
import { simplified } from '../reading/simplify.ts';
import { joinSplitWords, knownElsewhere, knownWords } from '../reading/split-words.ts';
import { quoted, quotedList, type Remarks, sentence } from '../remark.ts';
import { inside } from '../shape/shape.ts';
import type { FieldView, TemplateView } from '../view.ts';
import { byKind } from './printed.ts';

/** The pattern, the spelling of numbers and the list that are run: a fault in them is an error. */
export function checkRunText(view: FieldView, _template: TemplateView, remarks: Remarks): void {
  checkPatterns(view, remarks);
  checkEnum(view, remarks);
}

function checkPatterns({ place, printed, patterns, field }: FieldView, remarks: Remarks): void {
  for (const { key, source, matcher } of patterns) {
    const here = inside(place, key);
    const reading = readPattern(source, knownWords([printed?.prose ?? '']), true);
    const remedy = remedyOf(reading, key);
    for (const [kind, parts] of byKind(reading.defects)) {
      remarks.say(`pattern.${kind}`, here, {
        message: `The pattern that is run has ${DEFECTS[kind].sees}: ${quotedList(parts)}.`,
        ...(remedy && { remedy }),
      });
    }
    const range = countedRange(source, printed?.prose ?? '');
    if (range) {
      remarks.say('pattern.range-as-count', here, {
        message: `The pattern that is run has ${DEFECTS['range-as-count'].sees}: ${quoted(range.part)}.`,
        remedy: `Use the type integer, lexical \\d{1,${String(range.most).length}}, with minimum ${range.least} and maximum ${range.most}.`,
      });
    }
    if (reading.defects.length > 0) continue;
    if ('fault' in matcher) {
      const code = matcher.fault === 'syntax' ? 'pattern.does-not-compile' : 'pattern.not-run';
      const ours = inOurDialect(source);
      const better = ours !== source && 'tree' in matcherOf(ours);
      remarks.say(code, here, {
        message: `The pattern ${quoted(source)} cannot be run. ${sentence(matcher.why)}`,
        ...(better && { remedy: `Write ${ours}` }),
      });
    } else if (matcher.isEmpty) {
      remarks.say('pattern.never-matches', here, { message: `No value at all matches the pattern ${quoted(source)}.` });
    } else if (field.type === 'string' && lengthsOf(matcher.tree) === undefined && takesUnrealDates(matcher.takes)) {
      remarks.say('pattern.dates-as-text', here, {
        message: 'The pattern takes 2023-02-31, a day that no calendar has.',
        settledBy: field.reading,
      });
    }
  }
}

function takesUnrealDates(takes: (text: string) => boolean | undefined): boolean {
  return takes('2023-02-31') === true && takes('2023-01-15') === true && takes('2023-99-99') === false;
}

/** The mended text, where it can be run. */
function remedyOf({ list, body }: PatternReading, key: string): string | undefined {
  if (list)
    return `Leave ${key} out, and write in enum: ${quotedList(list)}. To keep a pattern, put a backslash before each character that has a meaning of its own.`;
  if (body === undefined) return undefined;
  const mended = inOurDialect(simplified(body));
  return 'tree' in matcherOf(mended) ? `Write ${mended}` : undefined;
}

function checkEnum({ place, field, printed, compiled }: FieldView, remarks: Remarks): void {
  const members = field.constraints?.enum ?? [];
  const isKnownTo = knownElsewhere(members, knownWords([printed?.prose ?? '']));
  for (const [at, member] of members.entries()) {
    const here = inside(place, `constraints.enum[${at}]`);
    const joined = joinSplitWords(member, isKnownTo(member));
    if (member !== member.trim())
      remarks.say('enum.blanks', here, { message: `${quoted(member)} begins or ends with a blank.` });
    else if (joined !== member) {
      remarks.say('enum.blank-inside', here, {
        message: `${quoted(member)} has a blank inside a word.`,
        remedy: `Write ${joined}`,
      });
    }
    if (/[`“”‘\uFFFD]|^’|^\?.*\?$/.test(member)) {
      remarks.say('enum.quotes', here, {
        message: `${quoted(member)} holds quotation marks or what is left of them.`,
        settledBy: field.reading,
      });
    }
  }
  const onlyList =
    field.constraints?.pattern === undefined &&
    field.constraints?.minLength === undefined &&
    field.constraints?.maxLength === undefined;
  if (!compiled || onlyList) return;
  const refused = members.filter((member) => !compiled.accepts(member));
  if (refused.length > 0) {
    remarks.say('enum.refused', inside(place, 'constraints.enum'), {
      message: `The column lists ${quotedList(refused)} and refuses it.`,
    });
  }
}
