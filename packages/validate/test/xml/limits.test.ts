import { describe, expect, test } from 'vitest';
import {
  ATTRIBUTES_LIMIT,
  DEPTH_LIMIT,
  NAME_LIMIT,
  NAMES_LIMIT,
  NAMESPACES_LIMIT,
  TOKEN_LIMIT,
  type XmlCode,
} from '../../src/xml/index.ts';
import { bytesOf, cut, events } from './events.ts';

const numbered = (count: number, make: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join('');
const long = (length: number): string => 'x'.repeat(length);

/** The document with so much of what is limited, the limit, the code, and the offset of the fault one over it. */
const LIMITS: readonly (readonly [what: string, make: (count: number) => string, number, XmlCode, number])[] = [
  ['text', (count) => `<a>${long(count)}</a>`, TOKEN_LIMIT, 'xml.too-long', 3],
  ['white space', (count) => `<a>${' '.repeat(count)}</a>`, TOKEN_LIMIT, 'xml.too-long', 3],
  [
    'text of references',
    (count) => `<a>${'&lt;'.repeat(count / 4)}${long(count % 4)}</a>`,
    TOKEN_LIMIT,
    'xml.too-long',
    3,
  ],
  ['value', (count) => `<a b="${long(count - 7)}"/>`, TOKEN_LIMIT, 'xml.too-long', 0],
  ['comment', (count) => `<a/><!--${long(count - 4)}-->`, TOKEN_LIMIT, 'xml.too-long', 4],
  ['CDATA', (count) => `<a><![CDATA[${long(count - 9)}]]></a>`, TOKEN_LIMIT, 'xml.too-long', 3],
  ['instruction', (count) => `<?a ${long(count - 4)}?><a/>`, TOKEN_LIMIT, 'xml.too-long', 0],
  ['end tag', (count) => `<a></a${' '.repeat(count - 3)}>`, TOKEN_LIMIT, 'xml.too-long', 3],
  ['white space outside', (count) => `<a/>${' '.repeat(count)}<!-- -->`, TOKEN_LIMIT, 'xml.too-long', 4],
  ['name of an element', (count) => `<${long(count)}/>`, NAME_LIMIT, 'xml.name-too-long', 1],
  ['name of an attribute', (count) => `<a ${long(count)}=""/>`, NAME_LIMIT, 'xml.name-too-long', 3],
  ['namespace', (count) => `<a xmlns="${long(count)}"/>`, NAME_LIMIT, 'xml.name-too-long', 3],
  [
    'names',
    (count) => `<a>${numbered(count - 1, (at) => `<b${1000 + at}/>`)}</a>`,
    NAMES_LIMIT,
    'xml.too-many-names',
    4 + (NAMES_LIMIT - 1) * 8,
  ],
  [
    'attributes',
    (count) => `<a${numbered(count, (at) => ` b${1000 + at}=""`)}/>`,
    ATTRIBUTES_LIMIT,
    'xml.too-many-attributes',
    3 + ATTRIBUTES_LIMIT * 9,
  ],
  ['depth', (count) => '<a>'.repeat(count) + '</a>'.repeat(count), DEPTH_LIMIT, 'xml.too-deep', 3 * DEPTH_LIMIT],
  [
    'namespaces',
    (count) => `<a${numbered(count, (at) => ` xmlns:b${1000 + at}="u"`)}/>`,
    NAMESPACES_LIMIT,
    'xml.too-many-namespaces',
    3 + NAMESPACES_LIMIT * 16,
  ],
];

describe.each(LIMITS)('%s', (_what, make, limit, code, offset) => {
  test('as much as the limit is read', () => {
    expect(events([bytesOf(make(limit))]).at(-1)).not.toMatch(/^xml\./);
  });

  test('one more is refused at its place, however it is cut', () => {
    const bytes = bytesOf(make(limit + 1));
    const told = events([bytes]);
    expect(told.at(-1)).toMatch(`${code} 1:${offset} `);
    expect(events(cut(bytes, 9973))).toEqual(told);
  });
});

/** What is never closed, and what it is filled with. */
const ENDLESS: readonly (readonly [open: string, filling: string])[] = [
  ['<a>', 'x'],
  ['<a>', 'é'],
  ['<a>', '\r\n'],
  ['<a b="', 'x'],
  ['<a', ' '],
  ['<a></a', '\n'],
  ['<!--', 'x'],
  ['<?a ', 'x'],
  ['<a><![CDATA[', ']'],
  ['<a/>', '\r'],
];

test.each(ENDLESS)('%j and far too much %j', (open, filling) => {
  const bytes = bytesOf(open + filling.repeat((TOKEN_LIMIT + 100_000) / filling.length));
  const told = events([bytes]);
  expect(told.at(-1)).toMatch(/^xml.too-long 1:/);
  expect(events(cut(bytes, 10_007))).toEqual(told);
});

test('a fault before the limit is told, one behind it is not', () => {
  for (const [fault, code] of [
    ['\0', 'xml.character'],
    ['&nbsp;', 'xml.entity'],
  ] as const) {
    const before = bytesOf('<a>', long(TOKEN_LIMIT), fault, long(9000), '</a>');
    const behind = bytesOf('<a>', long(TOKEN_LIMIT + 1), fault, long(9000), '</a>');
    for (const size of [4096, 3_000_000]) {
      expect(events(cut(before, size)).at(-1)).toMatch(`${code} 1:${3 + TOKEN_LIMIT} `);
      expect(events(cut(behind, size)).at(-1)).toMatch('xml.too-long 1:3 ');
    }
  }
});

test('namespaces of elements that are closed count no more', () => {
  const element = `<b${numbered(NAMESPACES_LIMIT, (at) => ` xmlns:c${at}="u"`)}/>`;
  expect(events([bytesOf(`<a>${element}${element}</a>`)]).at(-1)).toMatch(/^end/);
});

test('a long token in tiny pieces costs no square of its length', () => {
  const bytes = bytesOf('<a>', long(TOKEN_LIMIT), '</a>');
  expect(events(cut(bytes, 5))).toHaveLength(3);
});
