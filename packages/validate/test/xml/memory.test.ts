import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { NAMES_LIMIT, XmlError, type XmlHandler, XmlReader } from '../../src/xml/index.ts';
import { bytesOf } from './events.ts';

const MB = 1024 * 1024;
const QUIET: XmlHandler = { startElement() {}, endElement() {}, text() {} };

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes in use once all garbage is gone. */
function inUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Feeds `head` and then `piece` again and again, up to `size` bytes; gives what grew and the fault, if any. */
function feedLong(head: string, piece: string, size: number) {
  const bytes = bytesOf(piece);
  const before = inUse();
  const reader = new XmlReader(QUIET);
  let [most, fed] = [0, 0];
  let fault: XmlError | undefined;
  try {
    reader.feed(bytesOf(head));
    for (let next = 8 * MB; fed < size; fed += bytes.length) {
      reader.feed(bytes);
      if (fed < next) continue;
      next += 8 * MB;
      most = Math.max(most, inUse() - before);
    }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    fault = error;
  }
  most = Math.max(most, inUse() - before);
  // The reader must still be alive where its memory is measured.
  expect(reader.depth).toBeGreaterThanOrEqual(0);
  return { most, fed, fault };
}

const PUPILS = '<Pupil a="1">\n <UPN>A801</UPN><Surname>O&apos;Ash</Surname>\n</Pupil>\n'.repeat(1000);

test('a file of 40 MB takes no more memory than one of 1 MB', () => {
  const { most, fed, fault } = feedLong('<Message>', PUPILS, 40 * MB);
  expect(fault).toBeUndefined();
  expect(fed).toBeGreaterThanOrEqual(40 * MB);
  expect(most).toBeLessThan(2 * MB);
});

test.each([
  ['a tag', '<a b="', 'x'],
  ['a text', '<a>', 'x'],
  ['a comment', '<!--', 'x'],
  ['white space', '<a/>', ' '],
])('%s without end is refused after little more than 1 MB', (_what, head, piece) => {
  const { most, fed, fault } = feedLong(head, piece.repeat(10_000), 80 * MB);
  expect(fault?.code).toBe('xml.too-long');
  expect(fed).toBeLessThan(1.2 * MB);
  expect(most).toBeLessThan(6 * MB);
});

test('ever deeper elements and ever new names are refused early', () => {
  expect(feedLong('', '<a>'.repeat(1000), MB).fault?.code).toBe('xml.too-deep');
  const names = Array.from({ length: NAMES_LIMIT + 1 }, (_, at) => `<${'n'.repeat(900)}${at}/>`).join('');
  const { most, fault } = feedLong('<a>', names, 80 * MB);
  expect(fault?.code).toBe('xml.too-many-names');
  expect(most).toBeLessThan(20 * MB);
});
