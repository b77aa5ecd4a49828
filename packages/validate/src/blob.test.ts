import { openAsBlob } from 'node:fs';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blobChunks } from './blob.ts';

const MIB = 1024 * 1024;
/** Of one stream; the bytes are several of these, and no whole number of anything. */
const STRETCH = 1.5 * MIB;
const BYTES = Uint8Array.from({ length: 5 * MIB + 4321 }, (_, at) => (at * 7 + (at >> 9)) & 0xff);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-blob-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** All bytes; each chunk is copied, as it may be reused. */
async function collect(blob: Blob): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of blobChunks(blob, STRETCH)) parts.push(chunk.slice());
  return Buffer.concat(parts);
}

/** A Blob whose streams are what a test says: what a browser other than this Node may give. */
class OtherBlob extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #streamOf: (bytes: Uint8Array<ArrayBuffer>) => ReadableStream<Uint8Array<ArrayBuffer>>;

  constructor(
    bytes: Uint8Array<ArrayBuffer>,
    streamOf: (bytes: Uint8Array<ArrayBuffer>) => ReadableStream<Uint8Array<ArrayBuffer>>,
  ) {
    super([bytes]);
    this.#bytes = bytes;
    this.#streamOf = streamOf;
  }

  override slice(start?: number, end?: number): Blob {
    return new OtherBlob(this.#bytes.subarray(start, end), this.#streamOf);
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#streamOf(this.#bytes);
  }
}

/** A stream of bytes in parts of 100,000, as far as `limit`; then it does as told. */
function bytesUpTo(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  then: (controller: ReadableByteStreamController) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const part = bytes.slice(at, Math.min(at + 100_000, limit));
      if (part.length === 0) return then(controller);
      at += part.length;
      controller.enqueue(part);
    },
  });
}

const fails = (controller: ReadableByteStreamController): void => controller.error(new TypeError('network error'));
function ends(controller: ReadableByteStreamController): void {
  controller.close();
  controller.byobRequest?.respond(0);
}

test.each<[string, Blob]>([
  ['as Node gives it', new Blob([BYTES])],
  ['without streams of bytes', new OtherBlob(BYTES, () => new ReadableStream())],
  ['whose streams break', new OtherBlob(BYTES, (bytes) => bytesUpTo(bytes, 300_001, fails))],
  ['whose streams break at once', new OtherBlob(BYTES, (bytes) => bytesUpTo(bytes, 0, fails))],
  ['whose streams end early', new OtherBlob(BYTES, (bytes) => bytesUpTo(bytes, 300_001, ends))],
  ['whose streams are whole', new OtherBlob(BYTES, (bytes) => bytesUpTo(bytes, bytes.length, ends))],
])('a Blob %s gives all its bytes', async (_what, blob) => {
  expect((await collect(blob)).equals(BYTES)).toBe(true);
});

test.each([
  ['after its first bytes', 1],
  ['when all its bytes are taken', BYTES.length],
])('a file that changes %s is refused as the platform refuses it', async (_when, after) => {
  const path = join(folder, 'changing');
  await writeFile(path, BYTES);
  const blob = (await openAsBlob(path)) as Blob;
  const read = async (): Promise<void> => {
    let taken = 0;
    let changed = false;
    for await (const { length } of blobChunks(blob, STRETCH)) {
      taken += length;
      if (changed || taken < after) continue;
      await appendFile(path, 'x');
      changed = true;
    }
  };
  await expect(read()).rejects.toThrow(expect.objectContaining({ name: 'NotReadableError' }));
});

test('what is given up is let go of, and read no further', async () => {
  let pulled = 0;
  let cancelled = 0;
  const blob = new OtherBlob(
    BYTES,
    () =>
      new ReadableStream({
        type: 'bytes',
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(1000));
        },
        cancel() {
          cancelled++;
        },
      }),
  );
  for await (const chunk of blobChunks(blob, STRETCH)) {
    expect(chunk.length).toBe(1000);
    break;
  }
  expect([pulled, cancelled]).toEqual([1, 1]);
});
