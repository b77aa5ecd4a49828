import type { Attributes } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import { DEPTH_LIMIT } from './limits.ts';
import type { Name } from './names.ts';
import { Namespaces } from './namespaces.ts';

/** The elements that are open, outermost first, and the namespaces in force in them. */
export class Elements {
  depth = 0;
  /** There is or was a root element. */
  rootMet = false;
  readonly namespaces: Namespaces = new Namespaces();
  /** Names of elements closed before may stand behind those that are open. */
  readonly #names: Name[] = [];
  readonly #lines: Float64Array = new Float64Array(DEPTH_LIMIT);
  /** The name of the last start tag. */
  #previous: Name | undefined = undefined;

  /** The name of the innermost; undefined where none is open. */
  get innermost(): Name | undefined {
    return this.depth === 0 ? undefined : this.#names[this.depth - 1];
  }

  /** Says which is open innermost, for a message. */
  get told(): string {
    return `<${this.innermost?.qualified}> is open since line ${this.#lines[this.depth - 1]}.`;
  }

  /** The name that the next start tag has if the file goes on as it did before. */
  get guess(): Name | undefined {
    return this.#previous?.next;
  }

  /** Opens the element whose start tag, now read in full, begins at `start`. */
  enter(cursor: Cursor, start: number, name: Name, attributes: Attributes): void {
    if (this.depth === 0 && this.rootMet) cursor.fail('xml.two-roots', start);
    if (this.depth === DEPTH_LIMIT) cursor.fail('xml.too-deep', start);
    this.rootMet = true;
    this.#lines[this.depth] = cursor.line;
    this.#names[this.depth++] = name;
    if (this.#previous) this.#previous.next = name;
    this.#previous = name;
    if (attributes.count > 0) attributes.bind(cursor, this.namespaces, this.depth);
    if (name.prefixed) this.#checkPrefix(cursor, start, name);
  }

  #checkPrefix(cursor: Cursor, start: number, { prefix }: Name): void {
    if (prefix === 'xmlns') cursor.fail('xml.prefix', start, 'No element can have the prefix xmlns.');
    if (this.namespaces.of(prefix) === undefined) cursor.fail('xml.prefix', start, `It is ${prefix}.`);
  }

  /** Closes the innermost. */
  leave(): void {
    if (this.namespaces.innermost === this.depth) this.namespaces.close(this.depth);
    this.depth--;
  }
}
