import type { Cursor } from './cursor.ts';

const PATTERN =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.\d+"|'1\.\d+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?<encoding>"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>$/;

/**
 * Checks the XML declaration in `cursor.bytes` from `from` to `to` (productions [23] to [32]).
 *
 * Only UTF-8 is read. A declared Windows-1252 or ISO-8859-1 is refused, though each could be turned into UTF-8 on the
 * way: offsets would then count bytes that are not in the file, and whether such a file is right would depend
 * on the label, which the systems that write one often get wrong.
 */
export function checkDeclaration(cursor: Cursor, from: number, to: number): void {
  const match = PATTERN.exec(new TextDecoder('latin1').decode(cursor.bytes.subarray(from, to)));
  if (!match) cursor.fail('xml.declaration', from);
  const encoding = match.groups?.['encoding'];
  if (encoding === undefined || /^.utf-?8.$/i.test(encoding)) return;
  cursor.fail('xml.encoding', from + match[0].indexOf(encoding) + 1, `It says encoding=${encoding}.`);
}

/** How many bytes of a byte order mark to pass over, or undefined where the first bytes are UTF-16 or UTF-32. */
export function markLength(bytes: Uint8Array, limit: number): 0 | 3 | undefined {
  const [first, second, third, fourth] = bytes.subarray(0, limit);
  if (first === 0xef && second === 0xbb && third === 0xbf) return 3;
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const unmarked = (first === 0 && second === 0x3c) || (first === 0x3c && second === 0);
  const wide = first === 0 && second === 0 && third === 0 && fourth === 0x3c;
  return marked || unmarked || wide ? undefined : 0;
}
