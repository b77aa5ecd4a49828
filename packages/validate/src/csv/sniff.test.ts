import { describe, expect, test } from 'vitest';
import { SNIFF_BYTES, sniff } from './sniff.ts';

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));
const MARK = [0xef, 0xbb, 0xbf];

test.each([
  ['a header', bytes('A,B\n1,2\n'), 0],
  ['a byte order mark', bytes(MARK, 'A,B\n'), 3],
  ['Windows-1252', bytes('Caf', [0xe9], ',B\n'), 0],
  ['a lone NUL', bytes('A,B\n1,2', [0], '3,4567890'), 0],
  ['a less-than sign', bytes('<5,>5\n'), 0],
  ['a bracket', bytes('[A],B\n'), 0],
  ['blank lines before the header', bytes('\n'.repeat(300), 'A,B\n'), 0],
  ['so many blanks that more may follow', bytes(' '.repeat(SNIFF_BYTES)), 0],
  ['the mark and so many blanks', bytes(MARK, ' '.repeat(SNIFF_BYTES - 3)), 3],
])('%s may be CSV', (_what, head, skip) => expect(sniff(head)).toEqual({ skip }));

describe('nothing there', () => {
  test.each([
    ['no byte', bytes()],
    ['a mark', bytes(MARK)],
    ['blanks', bytes(' \r\n\t\n')],
    ['a mark and blanks', bytes(MARK, '\r\n')],
  ])('%s', (_what, head) => expect(sniff(head).fault?.code).toBe('file.empty'));
});

describe('another kind of file', () => {
  test.each([
    [bytes('PK', [3, 4], 'more'), /\.xlsx/],
    [bytes('PK', [5, 6]), /empty zip/],
    [bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /\.xls/],
    [bytes('%PDF-1.7'), /PDF/],
    [bytes([0x1f, 0x8b, 8]), /gzip/],
    [bytes('7z', [0xbc, 0xaf, 0x27]), /7-Zip/],
    [bytes('Rar!', [0x1a]), /RAR/],
    [bytes('MZ', [0x90]), /program/],
    [bytes([0x7f], 'ELF'), /program/],
    [bytes([0x89], 'PNG'), /picture/],
    [bytes([0xff, 0xd8, 0xff, 0xe0]), /picture/],
    [bytes('<?xml version="1.0"?>'), /XML/],
    [bytes(MARK, '<?xml version="1.0"?>'), /XML/],
    [bytes('\n <!DOCTYPE html>'), /HTML/],
    [bytes('<table >'), /HTML/],
    [bytes('{"a": 1}'), /JSON/],
    [bytes(MARK, '[{"a": 1}]'), /JSON/],
    [bytes('{\\rtf1'), /RTF/],
    [bytes('a', [0, 0, 0], 'b', [0, 0, 0]), /no text/],
  ])('%o', (head, detail) => {
    const { fault } = sniff(head);
    expect(fault?.code).toBe('file.not-csv');
    expect(fault?.detail).toMatch(detail);
  });
});

test.each([
  ['little endian with its mark', bytes([0xff, 0xfe], 'A', [0])],
  ['big endian with its mark', bytes([0xfe, 0xff, 0], 'A')],
  ['little endian without', Uint8Array.from([...'A,B\n1,2\n'].flatMap((letter) => [letter.charCodeAt(0), 0]))],
  ['big endian without', Uint8Array.from([...'A,B\n1,2\n'].flatMap((letter) => [0, letter.charCodeAt(0)]))],
])('UTF-16, %s', (_what, head) => expect(sniff(head)).toEqual({ skip: 0, fault: { code: 'file.utf-16' } }));
