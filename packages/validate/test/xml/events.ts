import { XmlError, XmlReader } from '../../src/xml/index.ts';

/** Every call and the fault that ended the reading, each as a line of text. */
export function events(pieces: Iterable<Uint8Array>): string[] {
  const told: string[] = [];
  const reader = new XmlReader({
    startElement(name, at) {
      const attributes = Array.from({ length: at.attributeCount }, (_, index) => {
        const { qualified } = at.attributeName(index);
        return [qualified, at.attributeNamespace(index), at.attributeText(index)];
      });
      told.push(line('start', at, name.qualified, at.namespace, attributes));
    },
    endElement: (name, at) => told.push(line('end', at, name.qualified, at.namespace, at.depth)),
    text: (at) => told.push(line('text', at, at.text())),
    comment: (at) => told.push(line('comment', at, at.text())),
    instruction: (target, at) => told.push(line('instruction', at, target, at.text())),
  });
  try {
    for (const piece of pieces) reader.feed(piece);
    reader.end();
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    told.push(`${error.code} ${error.line}:${error.offset} ${error.message}`);
  }
  return told;
}

/** The line that tells of one call; the oracle writes the same. */
export function line(kind: string, place: { line: number; offset: number }, ...what: unknown[]): string {
  return `${kind} ${place.line}:${place.offset} ${JSON.stringify(what)}`;
}

/** The bytes in pieces of one size, all in one buffer that is overwritten each time. */
export function* cut(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    buffer.fill(0x3c);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
}

export function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Uint8Array.from(part))));
}
