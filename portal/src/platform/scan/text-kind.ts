export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

interface TextKind {
  readonly id: 'csv' | 'text' | 'xml' | 'json' | 'html';
  readonly encoding: TextEncoding;
}

const DELIMITERS = [',', ';', '\t', '|'];

/** Control characters that no text file has; tab, line feed, form feed, carriage return and the old end-of-file mark may be. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]/;

/** Which sort of text these first bytes of a file are (`whole`: all of it); undefined when they are not text. */
export function sniffText(head: Uint8Array, whole: boolean): TextKind | undefined {
  const decoded = decode(head);
  if (!decoded) return undefined;
  return { id: textId(decoded.text, whole), encoding: decoded.encoding };
}

function decode(head: Uint8Array): { text: string; encoding: TextEncoding } | undefined {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return attempt(head, 'utf-16le');
  if (first === 0xfe && second === 0xff) return attempt(head, 'utf-16be');
  return attempt(head, 'utf-8') ?? attempt(head, 'windows-1252');
}

function attempt(head: Uint8Array, encoding: TextEncoding): { text: string; encoding: TextEncoding } | undefined {
  // The five bytes that Windows-1252 leaves undefined; the decoder would let them pass as control characters.
  if (encoding === 'windows-1252' && [0x81, 0x8d, 0x8f, 0x90, 0x9d].some((byte) => head.includes(byte)))
    return undefined;
  try {
    // As a stream: the head may end in the middle of a character.
    const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
    return CONTROL.test(text) ? undefined : { text, encoding };
  } catch {
    return undefined; // Not valid in this encoding: the question was whether it is.
  }
}

function textId(text: string, whole: boolean): TextKind['id'] {
  const start = text.trimStart();
  const body = start.replace(/^<\?xml[^>]*\?>\s*/, '').replace(/^(<!--[\s\S]*?-->\s*)+/, '');
  if (/^<(!doctype\s+html|html|head|body|script)\b/i.test(body)) return 'html';
  if (start.startsWith('<?xml') || /^<(!DOCTYPE\s|[A-Za-z_][\w:.-]*[\s/>])/.test(body)) return 'xml';
  if (/^(\{\s*["}]|\[\s*([[\]{"\d-]|true|false|null))/.test(start)) return 'json';
  return looksDelimited(text, whole) ? 'csv' : 'text';
}

/** Whether most of the first lines have as many of one delimiter as the first has. Ragged files, which we are here to tell of, pass. */
function looksDelimited(text: string, whole: boolean): boolean {
  return DELIMITERS.some((delimiter) => {
    const counts = delimitersPerLine(text, delimiter, whole).slice(0, 20);
    const first = counts[0] ?? 0;
    if (counts.length < 2) return first >= 2;
    return first >= 1 && counts.filter((count) => count === first).length >= counts.length * 0.7;
  });
}

/** Counts outside double quotes, per line that is not blank; a last line that may be cut counts only when it is alone. */
function delimitersPerLine(text: string, delimiter: string, whole: boolean): number[] {
  const counts: number[] = [];
  let [count, blank, quoted] = [0, true, false];
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    if ((char === '\n' || char === '\r') && !quoted) {
      if (!blank) counts.push(count);
      [count, blank] = [0, true];
      continue;
    }
    blank = false;
    if (char === delimiter && !quoted) count++;
  }
  if (!blank && (whole || counts.length === 0)) counts.push(count);
  return counts;
}
