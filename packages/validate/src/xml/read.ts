import type { Source } from '../source.ts';
import { type XmlHandler, XmlReader } from './reader.ts';

/**
 * Reads a whole source and makes the calls of `handler`. Rejects with XmlError at the first fault, or with what
 * the handler or the source throws.
 */
export async function readXml(source: Source, handler: XmlHandler): Promise<void> {
  const reader = new XmlReader(handler);
  for await (const chunk of source.chunks()) reader.feed(chunk);
  reader.end();
}
