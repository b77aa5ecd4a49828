import fc from 'fast-check';
import { bytesOf } from './events.ts';

const NAMES = ['a', 'b', 'Pupil', 'PupilIdentifiers', 'é', 'p:a', 'q:a', 'p:b', 'x-1.2', '𝒳', 'xmlns', 'xml:b'];
const PREFIXES = [' xmlns:p="urn:p"', " xmlns:q='urn:p'", ' xmlns:q="urn:q"', ' xmlns="urn:d"', ' xmlns=""', ''];
const ATTRIBUTES = ['c', 'd', 'p:c', 'q:c', 'xml:lang', 'Ω', 'xmlns:p', 'xmlns:r'];
const TEXTS = [
  '',
  ' ',
  '\n  ',
  '\r\n\t',
  'A123',
  'Zoë',
  '&amp;',
  '&#13;',
  '&#x1F600;',
  ']]',
  '>',
  '\r',
  'x'.repeat(70),
  '𝒳é',
  '&lt;',
];
const VALUES = ['', '1', 'a\tb', '\r\n', '&#10;', "'", '"', 'urn:p', 'Siân', '>', '&quot;', ']]>'];
const SPACES = ['', ' ', '\n', '\r\n', '\t '];
const ASIDES = [
  '<!-- c -->',
  '<!---->',
  '<!--\r\n-x-->',
  '<?pi?>',
  '<?pi  a?b?>',
  '<![CDATA[]]>',
  '<![CDATA[<&]]]]>',
  '<![CDATA[\r]]>',
];
const HEADS = [
  '',
  '<?xml version="1.0"?>',
  "<?xml version='1.1' encoding='utf-8' standalone='no' ?>\n",
  '\uFEFF',
  '\n',
  '<!-- h -->',
];

/** Pieces that break a document, or seem to. */
const FRAGMENTS: readonly (string | readonly number[])[] = [
  ...['<', '>', '&', ';', '"', "'", '/', '=', ':', '-', '--', ']', ']]>', '?', '?>', '!', '#', 'x', 'é', '1', '.'],
  ...['<!--', '-->', '<![CDATA[', '<?xml version="1.0"?>', '<?XML?>', '<?p:i?>', '<!DOCTYPE a>', '<!ENTITY', '<?'],
  ...['\r', '\n', '\r\n', '\t', ' ', '\0', '\u0001', '\u007f', '\u0085', '\uFFFE', '\uFFFF', '\uFEFF', '\u00d7', '·'],
  ...['&#0;', '&#x10FFFF;', '&#x110000;', '&#xD800;', '&#xFFFE;', '&#31;', '&#9;', '&a;', '&#;', '&#x;', '&lt'],
  ...[' xmlns:xml="urn:x"', ' xmlns:z="http://www.w3.org/2000/xmlns/"', ' xmlns:z=""', ' p:c="1"', ' c="2"', ' c=2'],
  ...['<a>', '</a>', '<a/>', '</p:a>', '<p:a/>', '<a:b:c/>', '<:a/>', '<a:/>', '<xmlns:a/>', '< a>', '<a / >', '</a >'],
  ...[[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80], [0x80], [0xff], [0xe0, 0x80, 0x80]],
  ...[[0xf0, 0x8f, 0xbf, 0xbf], [0xc3], [0xf0, 0x9f, 0x98]],
];

const space = fc.constantFrom(...SPACES);
const attribute = fc
  .tuple(space, fc.constantFrom(...ATTRIBUTES), space, space, fc.constantFrom(...VALUES))
  .map(([gap, name, before, after, value]) => {
    const quote = value.includes('"') ? "'" : '"';
    return `${gap || ' '}${name}${before}=${after}${quote}${value}${quote}`;
  });

const { node } = fc.letrec<{ node: string; element: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...TEXTS),
    fc.constantFrom(...ASIDES),
    tie('element'),
    tie('element'),
  ),
  element: elementOf(tie('node')),
}));

function elementOf(child: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const children = fc.array(child, { maxLength: 5 });
  return fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.constantFrom(...PREFIXES),
      fc.array(attribute, { maxLength: 2 }),
      space,
      children,
    )
    .map(([name, prefix, attributes, gap, content]) => {
      const head = `<${name}${prefix}${attributes.join('')}${gap}`;
      return content.length === 0 ? `${head}/>` : `${head}>${content.join('')}</${name}${gap}>`;
    });
}

/** The root declares what most names need; what is left undeclared inside makes some documents ill-formed. */
const whole = fc
  .tuple(fc.constantFrom(...HEADS), fc.array(node, { maxLength: 6 }), space)
  .map(([head, content, tail]) => `${head}<r xmlns:p="urn:p" xmlns:q="urn:q">${content.join('')}</r>${tail}`);

const edit = fc.record({
  place: fc.nat(),
  remove: fc.constantFrom(0, 0, 1, 3),
  insert: fc.constantFrom(...FRAGMENTS, ''),
});

/** Documents with up to `most` small changes, so that many are broken in one place and sound in all others. */
export function documents(most: number): fc.Arbitrary<Uint8Array> {
  return fc.tuple(whole, fc.array(edit, { maxLength: most })).map(([text, edits]) => {
    let bytes = bytesOf(text);
    for (const { place, remove, insert } of edits) {
      const at = place % (bytes.length + 1);
      bytes = bytesOf([...bytes.subarray(0, at)], insert, [...bytes.subarray(at + remove)]);
    }
    return bytes;
  });
}
