import { fold } from '../../header.ts';

/** A printed list of values against the words beside it. */
export interface ListComparison {
  /** Values of the printed list that the words have too. */
  readonly both: readonly string[];
  /** Values in both, but written otherwise: `postmarking` and `post-marking`. */
  readonly otherwise: readonly { readonly printed: string; readonly said: string }[];
  /** Values of the printed list that the words do not have. */
  readonly printedOnly: readonly string[];
  /** What the words list and the printed list does not have. */
  readonly saidOnly: readonly string[];
}

const MARKER = /\b(?:accepted values?(?: are)?|one of(?: the following)?|values? accepted|must be)\b\s*:?/i;

/** The values that prose lists after words such as "Accepted values:"; undefined where it lists none. */
export function valuesListed(prose: string): string[] | undefined {
  const marker = MARKER.exec(prose);
  if (!marker) return undefined;
  const pieces = prose
    .slice(marker.index + marker[0].length)
    .split(/[,;\n•]/)
    .map(bare);
  const values = pieces.filter((piece) => piece !== '' && looksLikeValue(piece, true));
  return values.length >= 2 && values.length * 2 > pieces.length ? [...new Set(values)] : undefined;
}

/** Compares a list with prose that lists values; undefined where the prose lists none to speak of. */
export function compareWithProse(
  prose: string,
  members: readonly string[],
  notApplicable: ReadonlySet<string>,
): ListComparison | undefined {
  const marker = /\b(?:accepted values?(?: are)?|one of(?: the following)?|values? accepted|must be)\b\s*:?/i.exec(
    prose,
  );
  const said = segments(
    withoutSentences(marker ? prose.slice(marker.index + marker[0].length) : prose, notApplicable),
    members,
    notApplicable,
  );
  const wanted = members.filter((member) => !notApplicable.has(member));
  const both = wanted.filter((member) => said.known.has(member));
  const others = wanted.filter((member) => !said.known.has(member));
  const spellings = new Map(said.unknown.map((each) => [fold(each), each]));
  const otherwise = others.flatMap((printed) => {
    const match = fold(printed) === '' ? undefined : spellings.get(fold(printed));
    return match === undefined ? [] : [{ printed, said: match }];
  });
  if (wanted.length === 0 || (both.length + otherwise.length) * 2 < wanted.length) return undefined;
  const paired = new Set(otherwise.flatMap((pair) => [pair.printed, pair.said]));
  return {
    both,
    otherwise,
    printedOnly: others.filter((member) => !paired.has(member)),
    saidOnly: said.unknown.filter((each) => {
      // Beside a known value and without "Accepted values:", it is a word of the sentence: "Grades 1, 2 or 3".
      const mayBeValue = marker !== null || said.whole.has(each);
      return !paired.has(each) && mayBeValue && looksLikeValue(each, marker !== null);
    }),
  };
}

/** The prose without its sentences on "not applicable", which name no other value. */
function withoutSentences(prose: string, notApplicable: ReadonlySet<string>): string {
  let text = prose;
  for (const value of notApplicable) {
    if (value === '') continue;
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
      if (!/^\s+(?:is\s+)?(?:accepted|permitted|allowed)/i.test(text.slice(at + value.length))) continue;
      text = text.slice(0, at);
      break;
    }
  }
  return text;
}

/** The prose cut into values of the list and what lies between them; line breaks may have been lost. */
function segments(
  prose: string,
  members: readonly string[],
  notApplicable: ReadonlySet<string>,
): { known: ReadonlySet<string>; unknown: readonly string[]; whole: ReadonlySet<string> } {
  const values = new Set([...members, ...notApplicable]);
  let longest = 1;
  for (const value of values) longest = Math.max(longest, value.split(' ').length);
  const known = new Set<string>();
  const unknown = new Set<string>();
  const whole = new Set<string>();
  for (const piece of prose.split(/[,;\n•]|\s\/\s/)) {
    const value = valueIn(piece, values);
    if (value !== undefined) known.add(value);
    else {
      for (const rest of cut(piece, values, longest, known)) {
        unknown.add(rest);
        if (rest === bare(piece)) whole.add(rest);
      }
    }
  }
  return { known, unknown: [...unknown], whole };
}

/** Takes the values out of a piece, the longest first; gives what is left between them. */
function cut(text: string, values: ReadonlySet<string>, longest: number, known: Set<string>): string[] {
  const tokens = text.split(/\s+/).filter((token) => token !== '');
  const left: string[][] = [[]];
  for (let at = 0; at < tokens.length; ) {
    const [value, size] = valueAt(tokens, at, values, longest);
    if (value === undefined) left.at(-1)!.push(tokens[at]!);
    else {
      known.add(value);
      left.push([]);
    }
    at += size;
  }
  return left.map((rest) => bare(rest.join(' '))).filter((rest) => rest !== '' && rest !== 'or' && rest !== 'and');
}

/** The longest value that begins at a token, and how many tokens it has. */
function valueAt(
  tokens: readonly string[],
  at: number,
  values: ReadonlySet<string>,
  longest: number,
): readonly [string | undefined, number] {
  for (let size = Math.min(longest, tokens.length - at); size > 0; size--) {
    const value = valueIn(tokens.slice(at, at + size).join(' '), values);
    if (value !== undefined) return [value, size];
  }
  return [undefined, 1];
}

/** The value that a text is, whatever prose puts round it. */
function valueIn(text: string, values: ReadonlySet<string>): string | undefined {
  const spellings = [text.trim(), bare(text), bare(text).replace(/\.$/, '')];
  return spellings.find((spelling) => values.has(spelling));
}

/** A text without the quotation marks, full stop and "or" that prose puts round it. */
function bare(text: string): string {
  return text
    .trim()
    .replace(/^(?:or|and)\s+/i, '')
    .replace(/^["'“”‘’`?]+|["'“”‘’`?]+$/g, '')
    .replace(/(?<=\p{L}{2})\.$/u, '');
}

/** Whether what was left over is a value, and not a remark. */
function looksLikeValue(text: string, isMarked: boolean): boolean {
  const remark =
    /\b(accepted|permitted|allowed|values?|characters?|digits?|applicable|where|if|only|please|should|must|provide[ds]?|the|is|are)\b/i;
  return (
    text.length <= 60 &&
    /^[^=]*[\p{L}\p{N}][^=]*$/u.test(text) &&
    !remark.test(text) &&
    (isMarked || text.split(' ').length <= 4)
  );
}
