/** Numbers of 32 bits, one after the other. */
export class Words {
  #words: Uint32Array = new Uint32Array(1024);
  length = 0;

  add(word: number): void {
    if (this.length === this.#words.length) this.#grow(1);
    this.#words[this.length++] = word;
  }

  /** Adds each of the words, plus the same number. */
  addAll(words: Uint32Array, plus: number): void {
    if (this.length + words.length > this.#words.length) this.#grow(words.length);
    const { length } = this;
    if (plus === 0) this.#words.set(words, length);
    else for (let at = 0; at < words.length; at++) this.#words[length + at] = words[at]! + plus;
    this.length += words.length;
  }

  /** A copy of what was added; what comes next takes its place, in the memory that is there. */
  take(): Uint32Array {
    const taken = this.#words.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  #grow(by: number): void {
    const larger = new Uint32Array(Math.max(this.length + by, this.#words.length * 2));
    larger.set(this.#words.subarray(0, this.length));
    this.#words = larger;
  }
}

/** Bytes, one after the other. */
export class Bytes {
  #bytes: Uint8Array = new Uint8Array(4096);
  length = 0;

  addAll(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.length + bytes.length, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** As `Words` does. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }
}
