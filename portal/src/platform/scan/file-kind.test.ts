import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { builtinScanner } from './builtin.ts';
import { type FileKindId, sniffKind } from './file-kind.ts';
import { CSV, fileOf } from './testing/samples.ts';
import { zip } from './testing/zip-writer.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const kindOf = async (bytes: Uint8Array) => (await builtinScanner().scan(fileOf(bytes))).kind.id;

describe('text', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  it.each<[FileKindId, string, Buffer]>([
    ['csv', 'utf-8', CSV],
    ['csv', 'utf-8', Buffer.from('\ufeffname;note\nZoë;"one;\ntwo"\n')],
    ['csv', 'utf-8', Buffer.from('a\tb\n1\t2')],
    ['csv', 'utf-8', Buffer.from('a,b,c')],
    ['csv', 'utf-8', Buffer.from('a,b\n1,2\n1,2\n1,2,3\n1,2\n')],
    ['csv', 'utf-8', Buffer.from('MZ1,b\nMZ2,c\n')],
    ['csv', 'utf-8', Buffer.alloc(10_000, CSV)],
    ['csv', 'windows-1252', latin('name,note\r\nZo\xeb,\x80 5\r\n')],
    ['csv', 'utf-16le', utf16('a,b\r\n1,2\r\n')],
    ['csv', 'utf-16be', utf16('a,b\r\n1,2\r\n').swap16()],
    ['text', 'utf-8', Buffer.from('Dear colleague,\n\nplease find the file enclosed.\n')],
    ['text', 'utf-8', Buffer.from('one\ntwo\n')],
    ['text', 'utf-8', Buffer.alloc(4097, 'é')],
    ['xml', 'utf-8', Buffer.from('<?xml version="1.0"?>\n<Message/>')],
    ['xml', 'utf-8', Buffer.from('\ufeff<!-- hello --><Message xmlns="x">')],
    ['xml', 'utf-16le', utf16('<?xml version="1.0"?><a/>')],
    ['html', 'utf-8', Buffer.from('  <!DOCTYPE html><html>')],
    ['html', 'utf-8', Buffer.from('<?xml version="1.0"?><html xmlns="x">')],
    ['json', 'utf-8', Buffer.from(' {"a": 1}')],
    ['json', 'utf-8', Buffer.from('[{"a": 1}]')],
    ['script', '', Buffer.from('#!/usr/bin/env python3\n')],
  ])('%s in %s', (id, encoding, bytes) => {
    const kind = sniffKind(bytes.subarray(0, 4096));
    expect([kind.id, kind.encoding ?? '']).toEqual([id, encoding]);
  });

  it.each([
    ['a zero byte', 'a,b\n1,\0\n'],
    ['control characters', 'a,b\n\x01\x02'],
    ['an undefined byte', 'a,b\n\x81,\x02'],
  ])('is not what has %s', (_, text) => {
    expect(sniffKind(latin(text)).id).toBe('unknown');
  });
});

describe('by the first bytes', () => {
  it.each<[FileKindId, string]>([
    ['empty', ''],
    ['pdf', '%PDF-1.7\n%\xe2\xe3'],
    ['ole', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00'],
    ['7z', "7z\xbc\xaf'\x1c\x00\x04"],
    ['rar', 'Rar!\x1a\x07\x01\x00'],
    ['png', '\x89PNG\r\n\x1a\n\x00'],
    ['jpeg', '\xff\xd8\xff\xe0\x00\x10JFIF'],
    ['gif', 'GIF89a\x01\x00'],
    ['mp3', 'ID3\x03\x00'],
    ['mp3', '\xff\xfb\x90\x64\x00'],
    ['unknown', '\xff\xfb\xff\x64\x00'],
    ['wav', 'RIFF\x24\x00\x00\x00WAVEfmt '],
    ['avi', 'RIFF\x24\x00\x00\x00AVI LIST'],
    ['m4a', '\x00\x00\x00\x20ftypM4A \x00'],
    ['mp4', '\x00\x00\x00\x20ftypisom\x00'],
    ['ogg', 'OggS\x00\x02'],
    ['webm', '\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm'],
    ['mkv', '\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska'],
    ['exe', 'MZ\x90\x00\x03\x00'],
    ['elf', '\x7fELF\x02\x01\x01\x00'],
    ['macho', '\xcf\xfa\xed\xfe\x07\x00'],
    ['parquet', 'PAR1\x15\x04'],
    ['tar', `a.csv${'\0'.repeat(252)}ustar\x0000`],
    ['unknown', '\x00\x01\x02\x03'],
  ])('%s', (id, text) => {
    expect(sniffKind(latin(text)).id).toBe(id);
  });
});

describe('by what an archive holds', () => {
  const types = { name: '[Content_Types].xml', data: Buffer.from('<Types/>') };
  const main = (name: string) => ({ name, data: Buffer.from('<x/>'), descriptor: true });
  const docx = zip(types, main('word/document.xml'));
  it.each<[FileKindId, string, Buffer]>([
    ['zip', 'any files', zip({ name: 'a.csv', data: CSV })],
    ['xlsx', 'a workbook', zip(types, main('xl/workbook.xml'))],
    ['xlsx', 'a workbook, parts in another order', zip(main('xl/workbook.xml'), types)],
    ['xlsm', 'a workbook and macros', zip(types, main('xl/workbook.xml'), main('xl/vbaProject.bin'))],
    ['docx', 'a document', docx],
    ['pptx', 'a presentation', zip(types, main('ppt/presentation.xml'))],
    ['zip', 'a document, packed', zip({ name: 'a.docx', data: docx })],
    ['zip', 'a document, stored', zip({ name: 'a.docx', data: docx, method: 'stored' })],
    ['zip', 'a part without the content types', zip(main('word/document.xml'))],
    ['gzip', 'a gzip file', gzipSync(CSV)],
    ['ods', 'a spreadsheet', openDocument('spreadsheet')],
    ['odt', 'a text', openDocument('text')],
  ])('%s: %s', async (id, _, bytes) => {
    expect(await kindOf(bytes)).toBe(id);
  });

  function openDocument(sort: string): Buffer {
    const data = Buffer.from(`application/vnd.oasis.opendocument.${sort}`);
    return zip({ name: 'mimetype', data, method: 'stored' }, { name: 'content.xml', data: Buffer.from('<x/>') });
  }
});

it('says in plain words what a file is', () => {
  expect(sniffKind(latin('%PDF-1.4')).label).toBe('a PDF document');
});
