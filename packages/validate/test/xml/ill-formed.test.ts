import { describe, expect, test } from 'vitest';
import { XML_FAULTS, type XmlCode } from '../../src/xml/index.ts';
import { bytesOf, cut, events } from './events.ts';
import { oracle } from './oracle.ts';

type Part = string | readonly number[];
/** What is wrong, the document in parts, and the code, line and offset that the reader must say. */
type Case = readonly [what: string, document: readonly Part[] | string, code: XmlCode, line: number, offset: number];

const MANY_LAUGHS = `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(10)}"><!ENTITY c "${'&b;'.repeat(10)}">]><r>&c;</r>`;

const TAGS: readonly Case[] = [
  ['end tag of another name', '<a>\n<b></a></b>', 'xml.end-tag', 2, 7],
  ['end tag that only begins alike', '<ab></abc>', 'xml.end-tag', 1, 4],
  ['end tag that is only the beginning', '<ab></a>', 'xml.end-tag', 1, 4],
  ['end tag in other letters', '<a></A>', 'xml.end-tag', 1, 3],
  ['end tag alone', '</a>', 'xml.end-tag', 1, 0],
  ['end tag after the root', '<a/></a>', 'xml.end-tag', 1, 4],
  ['end tag without a name', '<a></>', 'xml.name', 1, 5],
  ['end tag with a blank before its name', '<a></ a>', 'xml.name', 1, 5],
  ['end tag with an attribute', '<a></a b="">', 'xml.tag', 1, 7],
  ['root never closed', '<a>\r\n<b></b>', 'xml.unclosed', 2, 12],
  ['inner element never closed', '<a><b>text', 'xml.unclosed', 1, 10],
  ['two roots', '<a/>\n<b/>', 'xml.two-roots', 2, 5],
  ['text before the root', '<!-- --> x <a/>', 'xml.text-outside', 1, 9],
  ['text after the root', '<a/>\n\nx', 'xml.text-outside', 3, 6],
  ['reference after the root', '<a/>&#32;', 'xml.text-outside', 1, 4],
  ['CDATA before the root', '<![CDATA[ ]]><a/>', 'xml.text-outside', 1, 0],
  ['NUL after the root', '<a/>\0', 'xml.text-outside', 1, 4],
  ['no root', '<?xml version="1.0"?>\n<!-- -->\n', 'xml.no-root', 3, 31],
  ['nothing', '', 'xml.empty', 1, 0],
  ['a byte order mark only', '\uFEFF', 'xml.empty', 1, 3],
  ['white space only', ' \n', 'xml.empty', 2, 2],
  ['plain text', 'UPN,Surname\n', 'xml.not-xml', 1, 0],
  ['a zip file', 'PK\u0003\u0004', 'xml.not-xml', 1, 0],
  ['tag cut off', '<a><b', 'xml.cut-off', 1, 3],
  ['tag cut off in a value', '<a>\n<b c="', 'xml.cut-off', 2, 4],
  ['end tag cut off', '<a></a', 'xml.cut-off', 1, 3],
  ['a lone < at the end', '<a>\n<', 'xml.cut-off', 2, 4],
  ['name that begins with a digit', '<a><1b/></a>', 'xml.name', 1, 4],
  ['name that begins with a hyphen', '<-a/>', 'xml.name', 1, 1],
  ['name that begins with a combining mark', '<\u0301a/>', 'xml.name', 1, 1],
  ['multiplication sign in a name', '<aé×/>', 'xml.name', 1, 4],
  ['blank before the name', '< a/>', 'xml.name', 1, 1],
  ['< in text', '<a>1 < 2</a>', 'xml.name', 1, 6],
  ['character that no tag has', '<a $="">', 'xml.tag', 1, 3],
  ['slash that closes nothing', '<a / >', 'xml.tag', 1, 3],
  ['control character in a tag', '<a \u0001/>', 'xml.tag', 1, 3],
  ['tag inside a tag', '<a <b/>', 'xml.tag', 1, 3],
];

const ATTRIBUTES: readonly Case[] = [
  ['attribute twice', '<a b="1" c=""\n b="2"/>', 'xml.attribute-twice', 2, 15],
  ['attribute twice by namespace', '<a xmlns:p="u" xmlns:q="u" p:b="" q:b=""/>', 'xml.attribute-twice', 1, 34],
  ['declaration twice', '<a xmlns:p="u" xmlns:p="u"/>', 'xml.attribute-twice', 1, 15],
  ['value without quotation marks', '<a b=1/>', 'xml.attribute-value', 1, 5],
  ['name without a value', '<a b/>', 'xml.attribute-value', 1, 4],
  ['value never closed', '<a b="1></a>', 'xml.attribute-less-than', 1, 8],
  ['value closed by the other mark', `<a b="1'/>`, 'xml.cut-off', 1, 0],
  ['no blank between attributes', '<a b="1"c="2"/>', 'xml.attribute-gap', 1, 8],
  ['< in a value', '<a b="\n<"/>', 'xml.attribute-less-than', 2, 7],
  ['bare ampersand in a value', '<a b="A & B"/>', 'xml.reference', 1, 8],
  ['control character in a value', '<a b="\u0001"/>', 'xml.character', 1, 6],
  ['name that begins with a digit', '<a 1="x"/>', 'xml.name', 1, 3],
];

const NAMESPACES: readonly Case[] = [
  ['prefix of an element', '<a><p:b/></a>', 'xml.prefix', 1, 3],
  ['prefix of an attribute', '<a p:b=""/>', 'xml.prefix', 1, 3],
  ['prefix out of its element', '<a><b xmlns:p="u"/><p:c/></a>', 'xml.prefix', 1, 19],
  ['element with the prefix xmlns', '<xmlns:a/>', 'xml.prefix', 1, 0],
  ['two colons', '<a:b:c xmlns:a="u"/>', 'xml.colon', 1, 1],
  ['colon at the beginning', '<:a/>', 'xml.colon', 1, 1],
  ['colon at the end', '<a: xmlns:a="u"/>', 'xml.colon', 1, 1],
  ['digit after the colon', '<a xmlns:1="u"/>', 'xml.colon', 1, 3],
  ['xml bound to another address', '<a xmlns:xml="u"/>', 'xml.namespace', 1, 3],
  [
    'the address of xml for another prefix',
    '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>',
    'xml.namespace',
    1,
    3,
  ],
  ['the address of xml as default', '<a xmlns="http://www.w3.org/XML/1998/namespace"/>', 'xml.namespace', 1, 3],
  ['xmlns declared', '<a xmlns:xmlns="u"/>', 'xml.namespace', 1, 3],
  ['the address of xmlns', '<a xmlns:p="http://www.w3.org/2000/xmlns/"/>', 'xml.namespace', 1, 3],
  ['prefix with an empty address', '<a xmlns:p=""/>', 'xml.namespace', 1, 3],
  ['colon in the target of an instruction', '<?a:b?><a/>', 'xml.colon', 1, 2],
];

const TEXT: readonly Case[] = [
  [']]> in text', '<a>]]></a>', 'xml.cdata-end', 1, 3],
  ['undeclared entity', '<a>&nbsp;</a>', 'xml.entity', 1, 3],
  ['entity in other letters', '<a>&AMP;</a>', 'xml.entity', 1, 3],
  ['bare ampersand', '<a>Fish & chips</a>', 'xml.reference', 1, 8],
  ['entity without semicolon', '<a>&amp </a>', 'xml.reference', 1, 3],
  ['ampersand and semicolon', '<a>&;</a>', 'xml.reference', 1, 3],
  ['reference to NUL', '<a>&#0;</a>', 'xml.character-reference', 1, 3],
  ['reference to a control character', '<a>&#x1F;</a>', 'xml.character-reference', 1, 3],
  ['reference to U+FFFE', '<a>&#xFFFE;</a>', 'xml.character-reference', 1, 3],
  ['reference to half of a pair', '<a>&#xD83D;&#xDE00;</a>', 'xml.character-reference', 1, 3],
  ['reference beyond U+10FFFF', '<a>&#x110000;</a>', 'xml.character-reference', 1, 3],
  ['reference that would wrap round', '<a>&#4294967361;</a>', 'xml.character-reference', 1, 3],
  ['reference with a large X', '<a>&#X41;</a>', 'xml.character-reference', 1, 3],
  ['reference without digits', '<a>&#;</a>', 'xml.character-reference', 1, 3],
  ['reference without semicolon', '<a>&#65</a>', 'xml.character-reference', 1, 3],
  ['NUL', '<a>\0</a>', 'xml.character', 1, 3],
  ['control character', '<a>\n\u000b</a>', 'xml.character', 2, 4],
  ['U+FFFE', '<a>\uFFFE</a>', 'xml.character', 1, 3],
  ['U+FFFF', '<a>\uFFFF</a>', 'xml.character', 1, 3],
  ['Windows-1252', ['<a>Zo', [0xeb], '</a>'], 'xml.utf-8', 1, 5],
  ['a byte that only follows', ['<a>', [0x80], '</a>'], 'xml.utf-8', 1, 3],
  ['overlong, two bytes', ['<a>', [0xc1, 0xbf], '</a>'], 'xml.utf-8', 1, 3],
  ['overlong, three bytes', ['<a>', [0xe0, 0x9f, 0xbf], '</a>'], 'xml.utf-8', 1, 3],
  ['overlong, four bytes', ['<a>', [0xf0, 0x8f, 0xbf, 0xbf], '</a>'], 'xml.utf-8', 1, 3],
  ['surrogate', ['<a>', [0xed, 0xa0, 0x80], '</a>'], 'xml.utf-8', 1, 3],
  ['beyond U+10FFFF', ['<a>', [0xf4, 0x90, 0x80, 0x80], '</a>'], 'xml.utf-8', 1, 3],
  ['five bytes', ['<a>', [0xf8, 0x88, 0x80, 0x80, 0x80], '</a>'], 'xml.utf-8', 1, 3],
  ['cut short by a tag', ['<a>', [0xf0, 0x9f, 0x98], '</a>'], 'xml.utf-8', 1, 3],
  ['cut short by the end', ['<a>x', [0xe2, 0x82]], 'xml.utf-8', 1, 4],
  ['in a name', ['<a', [0xe9], '/>'], 'xml.utf-8', 1, 2],
  ['in a value', ['<a b="', [0xe9], '"/>'], 'xml.utf-8', 1, 6],
  ['in a comment', ['<!--\n', [0xe9], '--><a/>'], 'xml.utf-8', 2, 5],
  ['in CDATA', ['<a><![CDATA[', [0xe9], ']]></a>'], 'xml.utf-8', 1, 12],
  ['in an instruction', ['<?a ', [0xe9], '?><a/>'], 'xml.utf-8', 1, 4],
];

const MARKUP: readonly Case[] = [
  ['two hyphens in a comment', '<!-- a -- b --><a/>', 'xml.comment', 1, 7],
  ['comment that ends in three hyphens', '<!-- a ---><a/>', 'xml.comment', 1, 7],
  ['comment of three hyphens', '<!---><a/>', 'xml.cut-off', 1, 0],
  ['comment never closed', '<a><!-- </a>', 'xml.cut-off', 1, 3],
  ['control character in a comment', '<!--\u0002--><a/>', 'xml.character', 1, 4],
  ['CDATA never closed', '<a><![CDATA[ ]] ></a>', 'xml.cut-off', 1, 3],
  ['CDATA in small letters', '<a><![cdata[]]></a>', 'xml.markup', 1, 3],
  ['instruction never closed', '<a/><?b c>', 'xml.cut-off', 1, 4],
  ['instruction without a target', '<? a?><a/>', 'xml.name', 1, 2],
  ['instruction whose target ends in a sign', '<?a+b?><a/>', 'xml.instruction', 1, 3],
  ['target XML', '<a/><?XML a?>', 'xml.declaration-place', 1, 4],
  ['declaration after a blank', ' <?xml version="1.0"?><a/>', 'xml.declaration-place', 1, 1],
  ['declaration after a comment', '<!-- --><?xml version="1.0"?><a/>', 'xml.declaration-place', 1, 8],
  ['declaration inside the root', '<a>\n<?xml version="1.0"?></a>', 'xml.declaration-place', 2, 4],
  ['declaration without a version', '<?xml encoding="UTF-8"?><a/>', 'xml.declaration', 1, 0],
  ['declaration in another order', '<?xml encoding="UTF-8" version="1.0"?><a/>', 'xml.declaration', 1, 0],
  ['declaration of version 2', '<?xml version="2.0"?><a/>', 'xml.declaration', 1, 0],
  ['declaration with more in it', '<?xml version="1.0" author="x"?><a/>', 'xml.declaration', 1, 0],
  ['declaration without a blank', '<?xml version="1.0"encoding="UTF-8"?><a/>', 'xml.declaration', 1, 0],
  ['standalone maybe', '<?xml version="1.0" standalone="maybe"?><a/>', 'xml.declaration', 1, 0],
  ['empty declaration', '<?xml?><a/>', 'xml.declaration', 1, 0],
  ['declaration never closed', '<?xml version="1.0"><a/>', 'xml.cut-off', 1, 0],
  ['DOCTYPE', '<!DOCTYPE a><a/>', 'xml.doctype', 1, 0],
  ['DOCTYPE that fetches a file', '<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', 'xml.doctype', 1, 0],
  ['entities that multiply', MANY_LAUGHS, 'xml.doctype', 1, 0],
  ['DOCTYPE after the root', '<a/>\n<!DOCTYPE a>', 'xml.doctype', 2, 5],
  ['DOCTYPE in small letters', '<!doctype html><html/>', 'xml.markup', 1, 0],
  ['entity declaration', '<a><!ENTITY b "c"></a>', 'xml.markup', 1, 3],
];

const ENCODINGS: readonly Case[] = [
  ['Windows-1252 declared', '<?xml version="1.0" encoding="windows-1252"?><a/>', 'xml.encoding', 1, 30],
  ['ISO-8859-1 declared', `<?xml version='1.0' encoding='ISO-8859-1'?><a/>`, 'xml.encoding', 1, 30],
  ['UTF-16 declared', '<?xml version="1.0"\nencoding="UTF-16"?><a/>', 'xml.encoding', 2, 30],
  ['UTF-16, little end first', [[0xff, 0xfe, 0x3c, 0, 0x61, 0]], 'xml.utf-16', 1, 0],
  ['UTF-16, big end first', [[0xfe, 0xff, 0, 0x3c, 0, 0x61]], 'xml.utf-16', 1, 0],
  ['UTF-16 without mark, little end first', [[0x3c, 0, 0x61, 0]], 'xml.utf-16', 1, 0],
  ['UTF-16 without mark, big end first', [[0, 0x3c, 0, 0x61]], 'xml.utf-16', 1, 0],
  ['UTF-32', [[0, 0, 0, 0x3c]], 'xml.utf-16', 1, 0],
  ['half a byte order mark', [[0xef, 0xbb]], 'xml.not-xml', 1, 0],
  ['two byte order marks', '\uFEFF\uFEFF<a/>', 'xml.not-xml', 1, 3],
];

const ALL = { TAGS, ATTRIBUTES, NAMESPACES, TEXT, MARKUP, ENCODINGS };

describe.each(Object.entries(ALL))('%s', (_kind, cases) => {
  test.each(cases)('%s', (_what, document, code, line, offset) => {
    const bytes = typeof document === 'string' ? bytesOf(document) : bytesOf(...document);
    const told = events([bytes]);
    expect(told.at(-1)).toMatch(`${code} ${line}:${offset} ${XML_FAULTS[code].message}`);
    expect(told.slice(0, -1).filter((each) => each.startsWith('xml.'))).toEqual([]);
    for (const size of [1, 2, 3, 5]) expect(events(cut(bytes, size))).toEqual(told);
    expect(oracle(bytes)).toBeUndefined();
  });
});

test('every fault has a case here or in the tests of the limits', () => {
  const limits = Object.keys(XML_FAULTS).filter((code) => /-too-|\.too-/.test(code));
  const met = new Set(Object.values(ALL).flatMap((cases) => cases.map(([, , code]) => code)));
  expect([...met, ...limits].sort()).toEqual(Object.keys(XML_FAULTS).sort());
});
