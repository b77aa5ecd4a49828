import type { Automaton } from '../pattern/automaton.ts';
import { isDoubted, TEXT_LIMIT, TEXTS_LIMIT } from './kernel.ts';
import { DESCRIPTION, LAYOUT, NONE } from './layout.ts';
import { type PerfectTable, wordHalves } from './members.ts';
import { type ColumnPlan, type KernelPlan, KIND, OPERATORS, type TestPlan } from './plan.ts';
import { lastColumn, orderOf, type RuleOrder, refusedBy } from './rule-order.ts';
import { TABLE_FROM, TextTable } from './text-table.ts';

type Doubted = Parameters<typeof isDoubted>[0];

/** A plan in the kernel's memory. */
export interface Placed {
  /** How many different tests there are. */
  readonly tests: number;
  /** Changes the texts of a test that was planned without any, or with few. */
  setTexts(test: number, texts: readonly Uint8Array[]): void;
  /** Makes and writes the automata, where they are not yet written, of these columns; whether there were any. */
  writeAutomata(doubted: Doubted): boolean;
}

const PLACES = 65_536;
/** Numbers of the kinds of test in kernel/tests.ts. */
const KINDS = { is: 0, same: 1, order: 2, number: 3, uln: 4, uci: 5 } as const;
const IS_WORD = 6;
/** Kind of a column of text of which no word and no length is special, in kernel/fields.ts. */
export const FREE_TEXT = 7;

/** Writes descriptions where the kernel looks for them, and texts and tables from `tables` on. */
export function writePlan(memory: WebAssembly.Memory, tables: number, plan: KernelPlan): Placed {
  const writer = new Writer(memory, tables);
  const order = orderOf(plan);
  const testAt = (test: number): number => LAYOUT.TESTS + order.places[test]! * DESCRIPTION;
  const texts = plan.tests.map((test, at) => writer.test(testAt(at), test, order.lasts[order.places[at]!]!));
  for (const [at, column] of plan.columns.entries()) writer.column(LAYOUT.COLUMNS + at * DESCRIPTION, column);
  for (const [at, number] of order.rules.entries()) writer.rule(LAYOUT.RULES + at * DESCRIPTION, number, plan, order);
  for (const [at, column] of plan.key.entries()) writer.word(LAYOUT.KEY_COLUMNS + 4 * at, column);
  const unwritten = new Set([...plan.columns.keys()].filter((at) => plan.columns[at]!.recipe));
  return {
    tests: order.lasts.length,
    setTexts(test, wanted) {
      const room = texts[test]!;
      new Writer(memory, room).texts(testAt(test), wanted, room);
    },
    writeAutomata(doubted) {
      const wanted = [...unwritten].filter((at) => isDoubted(doubted, at));
      for (const at of wanted) {
        unwritten.delete(at);
        writer.automaton(LAYOUT.COLUMNS + at * DESCRIPTION, plan.columns[at]!.automaton);
      }
      return wanted.length > 0;
    },
  };
}

/** Writes little-endian words and tables. Offsets within descriptions are those of kernel/fields.ts and kernel/tests.ts. */
class Writer {
  readonly #memory: WebAssembly.Memory;
  #free: number;
  readonly #view: DataView;

  constructor(memory: WebAssembly.Memory, free: number) {
    this.#memory = memory;
    this.#free = free;
    this.#view = new DataView(memory.buffer);
  }

  word(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  column(at: number, plan: ColumnPlan): void {
    this.#clear(at);
    const { kind, least, most, word } = plan;
    this.#view.setUint8(at, kind);
    this.#view.setUint8(at + 1, plan.refused);
    this.word(at + 4, least);
    this.word(at + 8, most - least);
    this.word(at + 12, word ? word.bytes.length : NONE);
    const [low, high] = wordHalves(word?.bytes ?? new Uint8Array(0));
    this.word(at + 16, low);
    this.word(at + 20, high);
    this.word(at + 24, word?.answer ?? 0);
    // No bytes are its word where it has none.
    if (!word) this.word(at + 16, 1);
    else this.#ones(at + 48, word.bytes.length);
    this.word(at + 28, plan.unsureLengths);
    if (kind === KIND.text && !word && plan.unsureLengths === 0) this.#view.setUint8(at, FREE_TEXT);
    // Where there is a recipe, the first value that the quick look does not pass asks for it.
    if (!plan.recipe) this.automaton(at, plan.automaton);
    if (plan.members) this.#members(at, plan.members);
  }

  /** States are written as places in the table, those that accept last, so that no table of them is needed. */
  automaton(at: number, automaton: Automaton | undefined): void {
    if (!automaton) return;
    const { start, classes, width, table, accepts } = automaton;
    const states = accepts.length;
    // Places are 16 bits; a larger table is left out, as is one there is no room for: the host decides instead.
    if (states * width >= PLACES || !this.#hasRoom(2 * states * width + 512)) return;
    const order = [...accepts.keys()].sort((a, b) => accepts[a]! - accepts[b]! || a - b);
    const place = new Uint16Array(states);
    for (const [index, state] of order.entries()) place[state] = index * width;
    const into = this.#room(2 * states * width);
    for (const [index, state] of order.entries()) {
      for (let each = 0; each < width; each++) {
        this.#view.setUint16(into + 2 * (index * width + each), place[table[state * width + each]!]!, true);
      }
    }
    const classesAt = this.#room(256);
    new Uint8Array(this.#memory.buffer, classesAt, 256).set(classes);
    this.word(at + 32, into);
    this.word(at + 36, place[start]!);
    this.word(at + 40, classesAt);
    const refusing = accepts.filter((each) => each === 0).length;
    this.word(at + 44, refusing * width);
  }

  #members(at: number, table: PerfectTable): void {
    if (!this.#hasRoom(4 * table.words.length)) {
      this.#view.setUint8(at, KIND.automaton);
      return;
    }
    const into = this.#room(4 * table.words.length);
    new Uint32Array(this.#memory.buffer, into, table.words.length).set(table.words);
    this.word(at + 48, into);
    this.word(at + 52, table.multiplier);
    this.word(at + 56, table.multiplierHigh);
    this.word(at + 60, table.shift);
  }

  /** Gives where its texts are; `last`: the last column of the rules that ask it. */
  test(at: number, plan: TestPlan, last: number): number {
    this.#clear(at);
    this.word(at, KINDS[plan.kind]);
    this.word(at + 48, last);
    this.word(at + 4, plan.kind === 'number' ? plan.left.column : plan.column);
    switch (plan.kind) {
      case 'is': {
        const [only] = plan.texts ?? [];
        if (plan.fixed && plan.texts?.length === 1 && only!.length <= 8) {
          const [low, high] = wordHalves(only!);
          this.word(at, IS_WORD);
          this.word(at + 8, only!.length);
          this.word(at + 16, low);
          this.word(at + 20, high);
          this.#ones(at + 24, only!.length);
          return 0;
        }
        const changing = plan.fixed ? 0 : TEXTS_LIMIT * (8 + TEXT_LIMIT);
        const room = this.#room(Math.max(changing, sizeOf(plan.texts ?? [])));
        const places = this.texts(at, plan.texts, room);
        if (plan.fixed && places.length >= TABLE_FROM) this.#table(at, plan.texts!, places);
        return room;
      }
      case 'same':
        this.word(at + 8, plan.other);
        break;
      case 'order':
        this.word(at + 12, OPERATORS.indexOf(plan.operator));
        this.word(at + 8, typeof plan.other === 'number' ? plan.other : NONE);
        if (typeof plan.other !== 'number') this.texts(at, [plan.other], this.#room(sizeOf([plan.other])));
        break;
      case 'number': {
        const { left, right, plus, operator } = plan;
        this.word(at + 8, right ? right.column : NONE);
        this.word(at + 12, OPERATORS.indexOf(operator));
        this.word(at + 24, left.from);
        this.word(at + 28, left.to ?? NONE);
        this.word(at + 32, right?.from ?? 0);
        this.word(at + 36, right?.to ?? NONE);
        this.#view.setBigInt64(at + 40, BigInt(plus), true);
      }
    }
    return 0;
  }

  /** A table of where each of many texts is. */
  #table(at: number, texts: readonly Uint8Array[], places: readonly number[]): void {
    const { slots } = new TextTable(texts);
    if (!this.#hasRoom(4 * slots.length)) return;
    const into = this.#room(4 * slots.length);
    for (const [slot, number] of slots.entries()) this.word(into + 4 * slot, number === 0 ? 0 : places[number - 1]!);
    this.word(at + 24, into);
    this.word(at + 28, slots.length - 1);
  }

  /** Writes the texts; gives where each is. */
  texts(at: number, texts: readonly Uint8Array[] | undefined, room: number): readonly number[] {
    const places: number[] = [];
    this.word(at + 16, room);
    this.word(at + 20, texts?.length ?? NONE);
    let into = room;
    for (const text of texts ?? []) {
      places.push(into);
      const padded = new Uint8Array((text.length + 7) & ~7);
      padded.set(text);
      this.word(into, text.length);
      new Uint8Array(this.#memory.buffer, into + 8, padded.length).set(padded);
      into += 8 + padded.length;
    }
    return places;
  }

  rule(at: number, number: number, { rules, tests }: KernelPlan, { places }: RuleOrder): void {
    this.#clear(at);
    const rule = rules[number]!;
    this.#view.setBigUint64(at, bitsOf(rule.columns), true);
    this.#view.setBigUint64(at + 8, rule.holds, true);
    this.#view.setUint8(at + 16, rule.tests.length);
    this.#view.setUint8(at + 17, lastColumn(rule));
    this.#view.setUint8(at + 18, number);
    for (const [index, test] of rule.tests.entries()) this.#view.setUint8(at + 24 + index, places[test]!);
    this.#view.setBigUint64(at + 32, bitsOf(rule.tests.map((test) => places[test]!)), true);
    const refused = refusedBy(rule, places);
    if (refused) {
      this.#view.setUint8(at + 19, 1);
      this.#view.setBigUint64(at + 40, refused.mask, true);
      this.#view.setBigUint64(at + 48, refused.value, true);
    }
    // A number that cannot be read is a fault of the rule, even where the other answers would do.
    const last = rule.tests.findLastIndex((test) => tests[test]!.kind === 'number');
    const after = (known: number): number => (known > last ? enough(rule.holds, known, rule.tests.length) : 0);
    this.word(at + 20, after(1) | (after(2) << 2));
  }

  #ones(at: number, length: number): void {
    new Uint8Array(this.#memory.buffer, at, length).fill(0xff);
  }

  #clear(at: number): void {
    new Uint8Array(this.#memory.buffer, at, DESCRIPTION).fill(0);
  }

  #hasRoom(size: number): boolean {
    return this.#free + size + 80 <= this.#memory.buffer.byteLength;
  }

  /** Room for a table, with slack for what reads past its end. */
  #room(size: number): number {
    const at = this.#free;
    this.#free = (at + size + 64 + 15) & ~15;
    return at;
  }
}

/** For each of the answers to the first `known` tests, as bits, whether the rule holds whatever the others say. */
function enough(holds: bigint, known: number, tests: number): number {
  let bits = 0;
  for (let first = 0; first < 1 << known; first++) {
    let always = known < tests;
    for (let rest = 0; always && rest < 1 << (tests - known); rest++) {
      always = ((holds >> BigInt(first | (rest << known))) & 1n) === 1n;
    }
    if (always) bits |= 1 << first;
  }
  return bits;
}

function bitsOf(numbers: readonly number[]): bigint {
  return numbers.reduce((bits, number) => bits | (1n << BigInt(number)), 0n);
}

function sizeOf(texts: readonly Uint8Array[]): number {
  return texts.reduce((size, { length }) => size + 8 + ((length + 7) & ~7), 0);
}
