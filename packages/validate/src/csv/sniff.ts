import type { Code } from '../fields/catalogue.ts';

/** Enough of the file's beginning to tell what it is. */
export const SNIFF_BYTES = 4096;

/** What the first bytes say: how many to skip, or why this is no CSV file. */
export interface Sniffed {
  readonly skip: number;
  readonly fault?: { readonly code: Code; readonly detail?: string };
}

const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'It begins as an Excel workbook (.xlsx) or another zip file does.'],
  [[0x50, 0x4b, 0x05, 0x06], 'It begins as an empty zip file does.'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'It begins as an old Excel or Word file (.xls, .doc) does.'],
  [[0x25, 0x50, 0x44, 0x46], 'It begins as a PDF does.'],
  [[0x1f, 0x8b], 'It is compressed (gzip).'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'It is a 7-Zip archive.'],
  [[0x52, 0x61, 0x72, 0x21], 'It is a RAR archive.'],
  [[0x4d, 0x5a], 'It begins as a program does.'],
  [[0x7f, 0x45, 0x4c, 0x46], 'It begins as a program does.'],
  [[0x89, 0x50, 0x4e, 0x47], 'It is a picture.'],
  [[0xff, 0xd8, 0xff], 'It is a picture.'],
];

/** Looks at the first `SNIFF_BYTES` of a file, or all of a shorter one. */
export function sniff(head: Uint8Array): Sniffed {
  if (head.length === 0) return { skip: 0, fault: { code: 'file.empty' } };
  const begins = (bytes: readonly number[]): boolean => bytes.every((byte, at) => head[at] === byte);
  const whole = head.length < SNIFF_BYTES;
  if (begins([0xef, 0xbb, 0xbf])) return { skip: 3, ...textFault(head.subarray(3), whole) };
  if (begins([0xff, 0xfe]) || begins([0xfe, 0xff])) return { skip: 0, fault: { code: 'file.utf-16' } };
  for (const [bytes, detail] of SIGNATURES) {
    if (begins(bytes)) return { skip: 0, fault: { code: 'file.not-csv', detail } };
  }
  return { skip: 0, ...textFault(head, whole) };
}

/** Markup, or so many bytes of value zero that this is UTF-16 without its mark or no text at all. */
function textFault(head: Uint8Array, whole: boolean): Pick<Sniffed, 'fault'> {
  const start = new TextDecoder('latin1').decode(head).trimStart().slice(0, 256).toLowerCase();
  if (start === '' && whole) return { fault: { code: 'file.empty' } };
  if (/^(<\?xml|<!doctype|<html|<[a-z]+[\s>])/.test(start)) {
    return { fault: { code: 'file.not-csv', detail: 'It begins as an XML or HTML file does.' } };
  }
  if (/^[{[]\s*["{[]/.test(start)) return { fault: { code: 'file.not-csv', detail: 'It begins as a JSON file does.' } };
  if (start.startsWith('{\\rtf')) return { fault: { code: 'file.not-csv', detail: 'It is a Word document (RTF).' } };
  let [even, odd] = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) at % 2 === 0 ? even++ : odd++;
  if ((even + odd) * 10 < head.length) return {};
  const oneSided = Math.min(even, odd) * 20 <= Math.max(even, odd) && (even + odd) * 3 > head.length;
  return { fault: oneSided ? { code: 'file.utf-16' } : { code: 'file.not-csv', detail: 'It is no text.' } };
}
