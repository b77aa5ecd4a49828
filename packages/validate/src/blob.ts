/**
 * Reading a Blob. A browser answers each request for a piece of one only after a millisecond or two and in fresh memory,
 * so a stream that fills a buffer of ours is twice as quick; but not every browser has one, and none says why it broke.
 */

/** Bytes asked for at a time. */
const PIECE = 1024 * 1024;
/** How many pieces are asked for before the first is used, where there is no stream. */
const AHEAD = 3;
/**
 * Bytes of one stream. Opening one costs some milliseconds, but is when a browser looks whether the file is still the
 * one that was chosen; and a browser that reads on unasked holds no more than this.
 */
const STRETCH = 64 * 1024 * 1024;

/** The bytes from `start` up to but not including `end`. Rejects as the browser does: NotReadableError, NotFoundError. */
export async function readBlob(blob: Blob, start: number, end: number): Promise<Uint8Array> {
  return new Uint8Array(await blob.slice(start, end).arrayBuffer());
}

/**
 * The bytes of a Blob in order; a chunk is reused after the next is asked for. A file that changes or goes away before
 * its last byte has been taken ends in the browser's error (NotReadableError, NotFoundError), never in a quiet end.
 * `stretch` is how many bytes one stream gives.
 */
export async function* blobChunks(blob: Blob, stretch: number = STRETCH): AsyncGenerator<Uint8Array> {
  const streamed = yield* streamedChunks(blob, stretch);
  // Where a stream broke, pieces go on, or say why they cannot.
  yield* pieces(blob, streamed);
  if (blob.size > 0) await readBlob(blob, blob.size - 1, blob.size);
}

/** As far as streams come; returns how far that was. */
async function* streamedChunks(blob: Blob, stretch: number): AsyncGenerator<Uint8Array, number> {
  let buffer = new ArrayBuffer(Math.min(PIECE, blob.size));
  let at = 0;
  while (at < blob.size) {
    const end = Math.min(at + stretch, blob.size);
    const reader = byteReader(blob.slice(at, end));
    if (!reader) return at;
    try {
      while (at < end) {
        const read = await reader.read(new Uint8Array(buffer)).catch(() => undefined);
        if (!read?.value?.length) return at;
        at += read.value.length;
        yield read.value;
        buffer = read.value.buffer;
      }
    } finally {
      // Else the browser keeps the file open.
      reader.cancel().catch(() => undefined);
    }
  }
  return at;
}

/** Undefined where the browser cannot fill a buffer of ours; one that cannot may hold the whole file in memory instead. */
function byteReader(blob: Blob): ReadableStreamBYOBReader | undefined {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}

async function* pieces(blob: Blob, from: number): AsyncGenerator<Uint8Array> {
  const asked: Promise<Uint8Array>[] = [];
  for (let at = from; at < blob.size || asked.length > 0; at += PIECE) {
    if (at < blob.size) {
      const piece = readBlob(blob, at, Math.min(at + PIECE, blob.size));
      // Not each is waited for when the check is given up.
      piece.catch(() => undefined);
      asked.push(piece);
    }
    if (asked.length === AHEAD || at + PIECE >= blob.size) yield await asked.shift()!;
  }
}
