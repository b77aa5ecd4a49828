import { NAMESPACES_LIMIT } from './limits.ts';
import type { XmlName } from './names.ts';

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

interface Binding {
  readonly prefix: string;
  readonly address: string;
  readonly depth: number;
}

/** Which prefix stands for which namespace here, by Namespaces in XML 1.0 (third edition). */
export class Namespaces {
  /** Innermost last; the two that are always there are at its beginning. */
  readonly #bindings: Binding[] = [
    { prefix: 'xml', address: XML, depth: 0 },
    { prefix: 'xmlns', address: XMLNS, depth: 0 },
  ];
  /** Depth of the innermost element that declares a namespace; 0 where none does. */
  innermost = 0;

  /** The address for a prefix, or for the empty prefix that of the default namespace; undefined where there is none. */
  of(prefix: string): string | undefined {
    const bindings = this.#bindings;
    for (let at = bindings.length - 1; at >= 0; at--) {
      const { prefix: bound, address } = bindings[at]!;
      if (bound === prefix) return address;
    }
    return undefined;
  }

  /** The namespace of an attribute: without a prefix it has none. */
  ofAttribute(name: XmlName): string {
    return name.declares ? XMLNS : name.prefix === '' ? '' : (this.of(name.prefix) ?? '');
  }

  get full(): boolean {
    return this.#bindings.length >= NAMESPACES_LIMIT + 2;
  }

  /** Takes the declaration `xmlns="address"` or `xmlns:local="address"` of an element; a sentence where it is not allowed. */
  declare(name: XmlName, address: string, depth: number): string | undefined {
    const prefix = name.prefix === '' ? '' : name.local;
    if (prefix === 'xmlns') return 'The prefix xmlns cannot be declared.';
    if (prefix === 'xml' ? address !== XML : address === XML)
      return `${XML} belongs to the prefix xml, and to no other.`;
    if (address === XMLNS) return `${XMLNS} belongs to the prefix xmlns.`;
    if (prefix !== '' && address === '') return `The prefix ${prefix} has an empty address.`;
    this.#bindings.push({ prefix, address, depth });
    this.innermost = depth;
    return undefined;
  }

  /** Forgets what the elements at `depth` and deeper declared. */
  close(depth: number): void {
    const bindings = this.#bindings;
    while (bindings.at(-1)!.depth >= depth) bindings.pop();
    this.innermost = bindings.at(-1)!.depth;
  }
}
