import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileSource } from '../../src/node.ts';
import { blobSource, bytesSource } from '../../src/source.ts';
import { readXml, XmlError, type XmlHandler, type XmlName, XmlReader } from '../../src/xml/index.ts';
import { bytesOf, events } from './events.ts';
import { oracle } from './oracle.ts';

const CENSUS = `\uFEFF<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r
<!-- invented -->\r
<Message xmlns="urn:census" xmlns:x="urn:x">\r
  <Pupil x:key="1&#x9;2" note='a\tb\r\nc'>\r
    <Surname>O&apos;Ash &amp;\r\nLârch</Surname><Empty/>\r
    <![CDATA[<&]]></Pupil>\r
</Message>\r
<?done yes?>\r
`;

test('tells of everything in order, with its line and byte', () => {
  expect(events([bytesOf(CENSUS)])).toEqual([
    'comment 2:60 [" invented "]',
    'start 3:79 ["Message","urn:census",[["xmlns","http://www.w3.org/2000/xmlns/","urn:census"],["xmlns:x","http://www.w3.org/2000/xmlns/","urn:x"]]]',
    'text 3:123 ["\\n  "]',
    'start 4:127 ["Pupil","urn:census",[["x:key","urn:x","1\\t2"],["note","","a b c"]]]',
    'text 5:164 ["\\n    "]',
    'start 6:170 ["Surname","urn:census",[]]',
    `text 6:179 ["O'Ash &\\nLârch"]`,
    'end 7:203 ["Surname","urn:census",3]',
    'start 7:213 ["Empty","urn:census",[]]',
    'end 7:213 ["Empty","urn:census",3]',
    'text 7:221 ["\\n    "]',
    'text 8:227 ["<&"]',
    'end 8:241 ["Pupil","urn:census",2]',
    'text 8:249 ["\\n"]',
    'end 9:251 ["Message","urn:census",1]',
    'instruction 10:263 ["done","yes"]',
  ]);
  expect(oracle(bytesOf(CENSUS))).toEqual(events([bytesOf(CENSUS)]));
});

test.each([
  ['<a/>'],
  ['<?xml version="1.0"?><a/>'],
  ["<?xml\tversion = '1.7' encoding='utf-8'\r\n?><a/>"],
  ['<?xml version="1.0" encoding="UTF8"?><a/>'],
  ['<?xml-stylesheet href=""?><a/>'],
  ['<!----><a/><!-- - -->'],
  ['<a\n/>'],
  ['<a></a\t>'],
  ['<a b="&lt;&#60;>" c=\'"\'/>'],
  ['<_.-·1/>'],
  ['<a>]] > ]]&gt; ]&#93;></a>'],
  ['<a>\u0085\u2028\u{1FFFE}\u{10FFFF}&#x10FFFF;&#00000000000000000000000000000000000000000000000000065;</a>'],
  ['<a><![CDATA[]]]]><![CDATA[>]]></a>'],
  ['<a xml:lang="cy" xmlns:xml="http://www.w3.org/XML/1998/namespace"/>'],
  ['<a xmlns="u"><b xmlns=""/></a>'],
  ['<a xmlns:p="u" p:b="" b="" xmlns:b="u2"/>'],
  ['<p:a xmlns:p="u"/>'],
])('%s is well formed', (document) => {
  expect(events([bytesOf(document)]).filter((line) => line.startsWith('xml.'))).toEqual([]);
});

/** A handler of which a test replaces what it looks at. */
function handler(looking: Partial<XmlHandler>): XmlHandler {
  return { startElement() {}, endElement() {}, text() {}, ...looking };
}

function read(document: string, looking: Partial<XmlHandler>): void {
  const reader = new XmlReader(handler(looking));
  reader.feed(bytesOf(document));
  reader.end();
}

test('gives the bytes of a text, and says whether they are its value and ASCII', () => {
  const seen: unknown[] = [];
  read('<a> \n<b>Zoë</b>&amp;<c>x\r\ny</c><![CDATA[&amp;]]>&#32;</a>', {
    text: (reader) => {
      const { bytes, from, to, plain, ascii, blank } = reader;
      seen.push([new TextDecoder().decode(bytes.subarray(from, to)), plain, ascii, blank, reader.text()]);
    },
  });
  expect(seen).toEqual([
    [' \n', true, true, true, ' \n'],
    ['Zoë', true, false, false, 'Zoë'],
    ['&amp;', false, true, false, '&'],
    ['x\r\ny', false, true, false, 'x\ny'],
    ['&amp;', true, true, false, '&amp;'],
    ['&#32;', false, true, false, ' '],
  ]);
});

test('gives one Name for one spelling, with its parts', () => {
  const names: XmlName[] = [];
  read('<a><b xmlns:p="u" p:c=""/><p:b xmlns:p="v"/><b/></a>', { startElement: (name) => names.push(name) });
  expect(names.map(({ qualified, prefix, local }) => [qualified, prefix, local])).toEqual([
    ['a', '', 'a'],
    ['b', '', 'b'],
    ['p:b', 'p', 'b'],
    ['b', '', 'b'],
  ]);
  expect(names[3]).toBe(names[1]);
  expect(new Set(names.map(({ id }) => id)).size).toBe(3);
});

test('gives attributes by index while the element begins, and refuses any other index', () => {
  let looked = 0;
  read('<a b="1" c="&lt;"><d/></a>', {
    startElement: (name, reader) => {
      const { attributeCount: count, bytes } = reader;
      if (name.qualified === 'd') return expect(count).toBe(0);
      expect(count).toBe(2);
      expect(new TextDecoder().decode(bytes.subarray(reader.attributeFrom(1), reader.attributeTo(1)))).toBe('&lt;');
      expect(reader.attributeName(0).qualified).toBe('b');
      for (const index of [-1, 2]) expect(() => reader.attributeText(index)).toThrow(RangeError);
      looked++;
    },
    endElement: (_, reader) => expect(reader.attributeCount).toBe(0),
  });
  expect(looked).toBe(1);
});

test('many names are told apart', () => {
  const names = Array.from({ length: 3000 }, (_, at) => `n${at}`);
  const seen: string[] = [];
  read(`<r>${[...names, ...names].map((name) => `<${name}/>`).join('')}</r>`, {
    startElement: (name) => seen.push(name.qualified),
  });
  expect(seen).toEqual(['r', ...names, ...names]);
});

test('a reader that met a fault, or the end, takes nothing more', () => {
  const faulty = new XmlReader(handler({}));
  expect(() => faulty.feed(bytesOf('<a></b>'))).toThrow(XmlError);
  expect(() => faulty.feed(bytesOf('<a/>'))).toThrow(/make a new one/);
  expect(() => faulty.end()).toThrow(/make a new one/);
  const ended = new XmlReader(handler({}));
  ended.feed(bytesOf('<a/>'));
  ended.end();
  expect(() => ended.feed(bytesOf(' '))).toThrow(/make a new one/);
});

test('what a handler throws passes through and stops the reader', () => {
  const stop = new Error('enough');
  const reader = new XmlReader(
    handler({
      startElement: () => {
        throw stop;
      },
    }),
  );
  expect(() => reader.feed(bytesOf('<a >'))).toThrow(stop);
  expect(() => reader.feed(bytesOf('</a>'))).toThrow(/make a new one/);
});

test('the fault says what is wrong, where, and how to mend it', () => {
  const reader = new XmlReader(handler({}));
  const feed = () => reader.feed(bytesOf('<Pupil>\n  <Forename>Fern</Surname>\n</Pupil>'));
  expect(feed).toThrow(
    expect.objectContaining({
      name: 'XmlError',
      code: 'xml.end-tag',
      line: 2,
      offset: 24,
      message: 'This end tag does not fit. It is </Surname>, while <Forename> is open since line 2.',
      help: 'Export the file again; if it comes out the same, tell the supplier of the system that made it.',
    }),
  );
});

test('reads any source: bytes, a Blob, a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'garner-xml-'));
  try {
    const path = join(folder, 'census.xml');
    const pupils = Array.from({ length: 20_000 }, (_, at) => `\n  <Pupil><UPN>A${at}</UPN></Pupil>`).join('');
    const bytes = bytesOf(`<Message>${pupils}\n</Message>`);
    await writeFile(path, bytes);
    await using file = await fileSource(path);
    for (const source of [bytesSource(bytes, 1000), bytesSource(bytes), blobSource(new Blob([bytes.slice()])), file]) {
      const values: string[] = [];
      await readXml(source, handler({ text: (reader) => reader.blank || values.push(reader.text()) }));
      expect(values).toEqual(Array.from({ length: 20_000 }, (_, at) => `A${at}`));
    }
    await writeFile(path, bytes.subarray(0, -3));
    await using shorter = await fileSource(path);
    await expect(readXml(shorter, handler({}))).rejects.toThrow(
      expect.objectContaining({ code: 'xml.cut-off', line: 20_002, offset: bytes.length - 10 }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a byte that is not UTF-8 is shown as the letter it may have been', () => {
  const last = (byte: number) => events([bytesOf('<a>', [byte], '</a>')]).at(-1);
  expect(last(0xeb)).toBe(
    'xml.utf-8 1:3 These bytes are not UTF-8. The first is EB (hexadecimal); in Windows-1252 it would be “ë”.',
  );
  expect(last(0x81)).toBe('xml.utf-8 1:3 These bytes are not UTF-8. The first is 81 (hexadecimal).');
});
