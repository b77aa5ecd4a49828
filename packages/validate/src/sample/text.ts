import type { CodeSet, PatternNode } from '../pattern/index.ts';
import type { Random } from './random.ts';

const WORDS =
  'applied award bakery bridge business care catering certificate chemistry coastal craft design diploma drama energy engineering garden geology harbour health history introduction joinery language leisure logistics maths media music northern nursing practice print reading retail river science skills southern sports studies textiles theatre tourism transport valley western writing'.split(
    ' ',
  );

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const PARTS = /[A-Za-z]+|(?<!\d)20\d\d(?!\d)|\d/g;

/** Endings that test how a reader of CSV treats commas, quotation marks and letters beyond ASCII. */
const ENDINGS = [', Ltd', ' and Co', ' (new)', ' "Plus"', ' – Élite', ' & Ó Briain', ' 💡'];

/**
 * A text of the same make as the example: other digits, other capitals in codes, other words in titles, months for
 * months, and for a year one shortly before the date `near`.
 */
export function textLike(example: string, random: Random, near: string): string {
  const text = example.replace(PARTS, (part) => {
    if (part.length === 4 && /\d/.test(part)) return String(Number(near.slice(0, 4)) - random.between(0, 3));
    if (/\d/.test(part)) return String(random.between(0, 9));
    if (MONTHS.includes(part)) return random.pick(MONTHS);
    if (part === part.toUpperCase()) return part.length > 3 ? part : part.replace(/./g, () => capital(random));
    return part.length < 4 || random.chance(0.3) ? part : cased(random.pick(WORDS), part);
  });
  return random.chance(0.03) ? text + random.pick(ENDINGS) : text;
}

function capital(random: Random): string {
  return String.fromCharCode(random.between(65, 90));
}

function cased(word: string, like: string): string {
  return /^[A-Z]/.test(like) ? word[0]!.toUpperCase() + word.slice(1) : word;
}

/** Longest run that a repeat without need for more is given. */
const USUAL_RUN = 12;

/** Makes texts that match the pattern whose syntax tree this is; letters and digits where it allows them. */
export function textMaker(node: PatternNode): (random: Random) => string {
  if (node.kind === 'set') {
    const set = usualOf(node.set);
    return (random) => oneOf(set, random);
  }
  if (node.kind === 'repeat') {
    const [make, most] = [textMaker(node.node), Math.min(node.most, node.least + USUAL_RUN)];
    return (random) => Array.from({ length: random.between(node.least, most) }, () => make(random)).join('');
  }
  const makers = node.nodes.map(textMaker);
  if (node.kind === 'choice') return (random) => random.pick(makers)(random);
  return (random) => makers.map((make) => make(random)).join('');
}

/** Kinds of characters, the ones that people type first. */
const USUAL: readonly CodeSet[] = [
  [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  [[0x21, 0x7e]],
  [[0x20, 0x20]],
  [[0xa1, 0x17f]],
];

/** Those of the characters that people type first. */
function usualOf(set: CodeSet): CodeSet {
  for (const usual of USUAL) {
    const common = usual.flatMap(([a, b]) =>
      set.flatMap(([first, last]) =>
        first <= b && last >= a ? [[Math.max(a, first), Math.min(b, last)] as const] : [],
      ),
    );
    if (common.length > 0) return common;
  }
  return set;
}

function oneOf(set: CodeSet, random: Random): string {
  if (set.length === 0) return '';
  let place = random.between(0, set.reduce((size, [first, last]) => size + last - first + 1, 0) - 1);
  for (const [first, last] of set) {
    if (place <= last - first) return String.fromCodePoint(first + place);
    place -= last - first + 1;
  }
  throw new RangeError('The set of characters is empty');
}
