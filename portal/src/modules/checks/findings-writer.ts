import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { type FindingsSink, FindingsWriter } from '@garner/validate/findings-file';

/** Level 1: the parts of a block lie in columns, so that the higher levels gain little and cost much. */
const LEVEL = 1;

/** Writes a findings file at a path; disposing it closes the file. */
export class FindingsFile extends FindingsWriter implements Disposable {
  readonly #file: number;

  constructor(path: string) {
    const file = openSync(path, 'w', 0o600);
    super(sinkOf(file), (bytes) => deflateRawSync(bytes, { level: LEVEL }));
    this.#file = file;
  }

  /** Writes the index and forces all to disk. */
  override async end(): Promise<void> {
    await super.end();
    fsyncSync(this.#file);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

function sinkOf(file: number): FindingsSink {
  return {
    write(bytes) {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    },
  };
}
