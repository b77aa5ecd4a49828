import { classCodes } from './class-codes.ts';
import { ANY_BUT_BREAKS, BLANKS, type CodeSet, codeSet, complement, DIGITS, WORD } from './code-set.ts';
import { PatternError, type PatternNode } from './syntax.ts';

const SHORTHANDS: Readonly<Record<string, CodeSet>> = {
  d: DIGITS,
  D: complement(DIGITS),
  w: WORD,
  W: complement(WORD),
  s: BLANKS,
  S: complement(BLANKS),
};
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };
/** Most times a part may be repeated by count. */
const MOST_REPEATS = 100_000;

/** What was read last: a column's pattern is asked for several times while its template is made ready. */
let last: { readonly source: string; readonly node: PatternNode } | undefined;

/**
 * Reads a pattern, a JavaScript regular expression with the `v` flag that must match the whole value (`^` and `$`
 * at its ends change nothing). Throws PatternError where it does not compile, and where no finite automaton can
 * express it (look-around, back-references, word boundaries).
 */
export function parsePattern(source: string): PatternNode {
  if (last?.source === source) return last.node;
  try {
    new RegExp(source, 'v');
  } catch (cause) {
    throw new PatternError('syntax', `It does not compile: ${reason(cause as Error)}`, -1);
  }
  const node = new Parser(source).whole();
  last = { source, node };
  return node;
}

/** What the engine says after repeating the pattern. */
function reason({ message }: Error): string {
  return message.slice(message.lastIndexOf(': ') + 2).toLowerCase();
}

class Parser {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  whole(): PatternNode {
    return this.#choice();
  }

  #peek(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#peek(text)) return false;
    this.#at += text.length;
    return true;
  }

  #refuse(what: string, at = this.#at): never {
    throw new PatternError('unsupported', what, at);
  }

  #choice(): PatternNode {
    const nodes = [this.#sequence()];
    while (this.#take('|')) nodes.push(this.#sequence());
    return nodes.length === 1 ? nodes[0]! : { kind: 'choice', nodes };
  }

  #sequence(): PatternNode {
    const nodes: PatternNode[] = [];
    while (this.#at < this.#source.length && !this.#peek('|') && !this.#peek(')')) {
      if (this.#anchor(nodes.length === 0)) continue;
      nodes.push(this.#quantified(this.#atom()));
    }
    return nodes.length === 1 ? nodes[0]! : { kind: 'sequence', nodes };
  }

  /** `^` first and `$` last say what a full match says anyway. */
  #anchor(first: boolean): boolean {
    const at = this.#at;
    const outside = this.#depth === 0;
    if (this.#take('^')) {
      if (outside && first) return true;
      this.#refuse('It has ^ inside, where it can match nothing. The whole value is matched anyway: take it out.', at);
    }
    if (this.#take('$')) {
      const last = this.#at === this.#source.length || this.#peek('|');
      if (outside && last) return true;
      this.#refuse('It has $ inside, where it can match nothing. The whole value is matched anyway: take it out.', at);
    }
    return false;
  }

  #quantified(node: PatternNode): PatternNode {
    const range = this.#quantifier();
    if (!range) return node;
    // Lazy or greedy, the whole value matches or does not.
    this.#take('?');
    const [least, most] = range;
    if (Math.max(least, Number.isFinite(most) ? most : 0) > MOST_REPEATS) {
      this.#refuse(
        `It repeats a part ${Math.max(least, most)} times. Is a range of numbers written as a repeat count?`,
      );
    }
    return { kind: 'repeat', node, least, most };
  }

  #quantifier(): readonly [number, number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.#source.slice(this.#at, this.#at + 40));
    if (!match) return undefined;
    this.#at += match[0].length;
    const least = Number(match[1]);
    if (match[2] === undefined) return [least, least];
    return [least, match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3])];
  }

  #atom(): PatternNode {
    if (this.#take('.')) return { kind: 'set', set: ANY_BUT_BREAKS };
    if (this.#peek('(')) return this.#group();
    if (this.#peek('[')) return this.#class();
    if (this.#peek('\\')) return { kind: 'set', set: this.#escape() };
    const code = this.#source.codePointAt(this.#at)!;
    this.#at += code > 0xffff ? 2 : 1;
    return { kind: 'set', set: [[code, code]] };
  }

  #group(): PatternNode {
    const at = this.#at;
    for (const [mark, what] of [
      ['(?=', 'looks ahead, (?=…)'],
      ['(?!', 'looks ahead, (?!…)'],
      ['(?<=', 'looks behind, (?<=…)'],
      ['(?<!', 'looks behind, (?<!…)'],
    ] as const) {
      if (this.#peek(mark)) this.#refuse(`It ${what}, which no finite automaton can do. Say what is accepted instead.`);
    }
    if (!this.#take('(?:')) {
      const named = /^\(\?<[^>]*>/.exec(this.#source.slice(at));
      if (!named && this.#peek('(?')) this.#refuse('It changes its flags inside, (?i:…). Write both cases out.');
      this.#at += named ? named[0].length : 1;
    }
    this.#depth++;
    const inner = this.#choice();
    this.#depth--;
    this.#take(')');
    return inner;
  }

  #escape(): CodeSet {
    const at = this.#at;
    const letter = this.#source[at + 1]!;
    if (/[1-9k]/.test(letter)) {
      this.#refuse(
        `It refers back to what an earlier part matched (\\${letter}), which no finite automaton can do.`,
        at,
      );
    }
    if (letter === 'b' || letter === 'B') {
      this.#refuse(`It asks for the edge of a word (\\${letter}). Say what is accepted instead.`, at);
    }
    if (letter === 'p' || letter === 'P') {
      const end = this.#source.indexOf('}', at) + 1;
      this.#at = end;
      return classCodes(this.#source.slice(at, end), at);
    }
    const known = SHORTHANDS[letter];
    if (known) {
      this.#at += 2;
      return known;
    }
    const code = this.#character();
    return codeSet([[code, code]]);
  }

  /** An escaped character, such as `\*`, `\n`, `\x2d`, `\u00e9`, `\u{1f600}` or a pair of surrogates. */
  #character(): number {
    const rest = this.#source.slice(this.#at, this.#at + 12);
    const hex = /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]+)\})/i.exec(rest);
    const pair = /^\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/i.exec(rest);
    if (pair) {
      this.#at += pair[0].length;
      return ((Number.parseInt(pair[1]!, 16) - 0xd800) << 10) + Number.parseInt(pair[2]!, 16) - 0xdc00 + 0x10000;
    }
    if (hex) {
      this.#at += hex[0].length;
      return Number.parseInt(hex[1] ?? hex[2] ?? hex[3]!, 16);
    }
    if (rest[1] === 'c') {
      this.#at += 3;
      return rest.charCodeAt(2) & 31;
    }
    this.#at += 2;
    return CONTROLS[rest[1]!] ?? rest.charCodeAt(1);
  }

  #class(): PatternNode {
    const from = this.#at;
    const simple = this.#simpleClass();
    if (simple) return { kind: 'set', set: simple };
    this.#at = endOfClass(this.#source, from);
    return { kind: 'set', set: classCodes(this.#source.slice(from, this.#at), from) };
  }

  /** A class of characters, ranges and shorthands; undefined where there is more to it. */
  #simpleClass(): CodeSet | undefined {
    this.#take('[');
    const negated = this.#take('^');
    const ranges: (readonly [number, number])[] = [];
    while (!this.#take(']')) {
      if (this.#peek('[') || this.#peek('--') || this.#peek('&&') || /^\\[pPq]/.test(this.#source.slice(this.#at))) {
        return undefined;
      }
      const shorthand = this.#peek('\\') ? SHORTHANDS[this.#source[this.#at + 1]!] : undefined;
      if (shorthand) {
        this.#at += 2;
        ranges.push(...shorthand);
        continue;
      }
      const first = this.#member();
      ranges.push([first, this.#peek('-') && !this.#peek('--') && this.#take('-') ? this.#member() : first]);
    }
    return negated ? complement(codeSet(ranges)) : codeSet(ranges);
  }

  #member(): number {
    if (this.#peek('\\b')) {
      this.#at += 2;
      return 8;
    }
    if (this.#peek('\\')) return this.#character();
    const code = this.#source.codePointAt(this.#at)!;
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }
}

/** Where a class that begins at `from` ends; classes may be nested. */
function endOfClass(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === '[') depth++;
    else if (source[at] === ']' && --depth === 0) return at + 1;
  }
  return source.length;
}
