/** Asks the tests of rules about the rows of a batch, test by test, and finds the rows for which a rule does not certainly hold. */
import { bits, count, first, known, placeOf, strange, stride } from './batch';
import { RULES, TESTS } from './layout';
import { setIndexed } from './row';
import * as tests from './tests';

/** For each test the rows that it is true of, then those that it cannot tell. */
const ANSWERS: usize = memory.data(1024, 16);
/** Rows of which any test cannot tell. */
let unknown: u64 = 0;
/** Tests that were asked. */
let asked: u32 = 0;

/** Rows of the batch for which any of the rules may not hold; a rule of known columns alone holds. */
export function brokenRows(testCount: u32, ruleCount: u32): u64 {
  askAll(testCount);
  let broken = unknown;
  for (let rule: u32 = 0; rule < ruleCount; rule++) {
    const isKnown = tests.lastColumn(rule) < known;
    if (isKnown && !strange) break;
    broken |= brokenBy(RULES + (<usize>rule << 6)) & (isKnown ? strange : -1);
  }
  return broken & bits(count);
}

/** Takes the answers about one row, as if it alone had been asked. */
export function takeAnswers(row: u32): void {
  let yes: u64 = 0;
  let untold: u64 = 0;
  for (let test: u32 = 0; test < asked; test++) {
    const at = ANSWERS + (<usize>test << 4);
    yes |= ((load<u64>(at) >> row) & 1) << test;
    untold |= ((load<u64>(at, 8) >> row) & 1) << test;
  }
  tests.setAnswers(yes, untold);
}

function askAll(testCount: u32): void {
  unknown = 0;
  for (asked = 0; asked < testCount; asked++) {
    const about = TESTS + (<usize>asked << 6);
    const isKnown = load<u32>(about, tests.LAST) < known;
    if (isKnown && !strange) break;
    notTold = 0;
    const at = ANSWERS + (<usize>asked << 4);
    store<u64>(at, isKnown ? askEach(about, strange) : askOf(about, load<u32>(about, tests.KIND)));
    store<u64>(at, notTold, 8);
    unknown |= notTold;
  }
}

/** Rows for which a rule does not hold, by the answers to its tests. */
function brokenBy(about: usize): u64 {
  if (load<u8>(about, tests.ONE_PATTERN)) {
    return withAnswers(load<u64>(about, tests.PATTERN), load<u64>(about, tests.VALUE));
  }
  const size = <u32>load<u8>(about, tests.TEST_COUNT);
  const holds = load<u64>(about, tests.HOLDS);
  let broken: u64 = 0;
  for (let answers: u32 = 0; answers < <u32>1 << size; answers++) {
    if ((holds >> answers) & 1) continue;
    let rows: u64 = -1;
    for (let at: u32 = 0; at < size; at++) {
      const yes = load<u64>(ANSWERS + (<usize>load<u8>(about + at, tests.TEST) << 4));
      rows &= (answers >> at) & 1 ? yes : ~yes;
    }
    broken |= rows;
  }
  return broken;
}

/** Rows whose answers to the tests of `pattern` are those of `value`. */
function withAnswers(pattern: u64, value: u64): u64 {
  let rows: u64 = -1;
  for (let left = pattern; left; left &= left - 1) {
    const test = ctz(left);
    const yes = load<u64>(ANSWERS + (<usize>test << 4));
    rows &= (value >> test) & 1 ? yes : ~yes;
  }
  return rows;
}

/** Rows that the last test asked could not tell of. */
let notTold: u64 = 0;

function askOf(about: usize, kind: u32): u64 {
  const before = first + (<usize>load<u32>(about, tests.COLUMN) << 2) - 4;
  if (kind == tests.IS_WORD) return areWord(about, before);
  if (kind == tests.ULN) return areUlns(before);
  if (kind == tests.UCI) return areUcis(before);
  return askEach(about, bits(count));
}

function askEach(about: usize, rows: u64): u64 {
  let yes: u64 = 0;
  for (let left = rows; left; left &= left - 1) {
    const row = <u32>ctz(left);
    setIndexed(placeOf(row));
    const answer = tests.ask(about);
    yes |= <u64>(answer & tests.YES) << row;
    notTold |= <u64>(answer >> 1) << row;
  }
  return yes;
}

function areWord(about: usize, before: usize): u64 {
  const mask = load<u64>(about, tests.WORD_MASK);
  const wanted = load<u64>(about, tests.WORD);
  const length = load<u32>(about, tests.OTHER);
  const rows = count;
  const step = stride;
  let yes: u64 = 0;
  let at = before;
  for (let row: u32 = 0; row < rows; row++) {
    const from = <usize>load<u32>(at) + 1;
    const isIt = <u32>((load<u64>(from) & mask) == wanted) & <u32>(load<u32>(at, 4) - <u32>from == length);
    yes = rotr<u64>(yes | <u64>isIt, 1);
    at += step;
  }
  return yes >> (64 - rows);
}

function areUlns(before: usize): u64 {
  const rows = count;
  const step = stride;
  let yes: u64 = 0;
  let at = before;
  for (let row: u32 = 0; row < rows; row++) {
    const from = <usize>load<u32>(at) + 1;
    yes = rotr<u64>(yes | <u64>tests.isUln(from, load<u32>(at, 4) - <u32>from), 1);
    at += step;
  }
  return yes >> (64 - rows);
}

function areUcis(before: usize): u64 {
  const rows = count;
  const step = stride;
  let yes: u64 = 0;
  let untold: u64 = 0;
  let at = before;
  for (let row: u32 = 0; row < rows; row++) {
    const from = <usize>load<u32>(at) + 1;
    const answer = tests.isUci(from, load<u32>(at, 4) - <u32>from);
    yes = rotr<u64>(yes | <u64>(answer & tests.YES), 1);
    untold = rotr<u64>(untold | <u64>(answer >> 1), 1);
    at += step;
  }
  notTold = untold >> (64 - rows);
  return yes >> (64 - rows);
}
