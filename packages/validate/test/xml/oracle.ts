import { line } from './events.ts';

/**
 * XML 1.0 and its namespaces read the slow and plain way: the whole file as one string, the productions of the
 * standard as regular expressions. Shares no code with the reader.
 */
const NO_CHAR = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const START =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const NCNAME = `[${START}][${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*`;
const QNAME = `${NCNAME}(?::${NCNAME})?`;
const S = '[ \\t\\r\\n]';
const REFERENCE = '&(?:lt|gt|amp|apos|quot|#[0-9]+|#x[0-9a-fA-F]+);';
const EQ = `${S}*=${S}*`;

const sticky = (source: string): RegExp => new RegExp(source, 'uy');
const DECLARATION = sticky(
  `<\\?xml${S}+version${EQ}(?:"1\\.[0-9]+"|'1\\.[0-9]+')` +
    `(?:${S}+encoding${EQ}(?:"([A-Za-z][A-Za-z0-9._-]*)"|'([A-Za-z][A-Za-z0-9._-]*)'))?` +
    `(?:${S}+standalone${EQ}(?:"(?:yes|no)"|'(?:yes|no)'))?${S}*\\?>`,
);
const SPACE = sticky(`${S}+`);
const COMMENT = sticky('<!--((?:(?!--)[^])*)-->');
const INSTRUCTION = sticky(`<\\?(${NCNAME})(?:${S}+((?:(?!\\?>)[^])*))?\\?>`);
const CDATA = sticky('<!\\[CDATA\\[((?:(?!\\]\\]>)[^])*)\\]\\]>');
const TEXT = sticky(`(?:[^<&]|${REFERENCE})+`);
const OPEN = sticky(`<(${QNAME})`);
const ATTRIBUTE = sticky(`${S}+(${QNAME})${EQ}(?:"((?:[^<&"]|${REFERENCE})*)"|'((?:[^<&']|${REFERENCE})*)')`);
const OPEN_END = sticky(`${S}*(/?)>`);
const CLOSE = sticky(`</(${QNAME})${S}*>`);

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };

class Refused extends Error {}
interface Element {
  readonly name: string;
  readonly scope: ReadonlyMap<string, string>;
}

/** The lines that the reader should tell, or undefined where it should refuse the bytes. */
export function oracle(bytes: Uint8Array): string[] | undefined {
  try {
    return new Oracle(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).read();
  } catch (error) {
    if (error instanceof Refused || error instanceof TypeError) return undefined;
    throw error;
  }
}

class Oracle {
  readonly #text: string;
  #at = 0;
  readonly #told: string[] = [];
  readonly #open: Element[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): string[] {
    if (this.#text.startsWith('\uFEFF')) this.#at = 1;
    if (NO_CHAR.test(this.#text)) throw new Refused();
    const declaration = this.#take(DECLARATION);
    if (declaration && !/^utf-?8$/i.test(declaration[1] ?? declaration[2] ?? 'utf-8')) throw new Refused();
    this.#misc();
    this.#openTag();
    while (this.#open.length > 0) this.#content();
    this.#misc();
    if (this.#at < this.#text.length) throw new Refused();
    return this.#told;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text) ?? undefined;
    if (match) this.#at += match[0].length;
    return match;
  }

  #tell(kind: string, at: number, ...what: unknown[]): void {
    const before = this.#text.slice(0, at);
    this.#told.push(
      line(kind, { line: before.split(/\r\n|\r|\n/).length, offset: Buffer.byteLength(before) }, ...what),
    );
  }

  #misc(): void {
    while (this.#take(SPACE) || this.#aside());
  }

  /** A comment or an instruction. */
  #aside(): boolean {
    const at = this.#at;
    const comment = this.#take(COMMENT);
    if (comment) {
      this.#tell('comment', at, lineFeeds(comment[1]!));
      return true;
    }
    const instruction = this.#take(INSTRUCTION);
    if (!instruction) return false;
    if (instruction[1]!.toLowerCase() === 'xml') throw new Refused();
    this.#tell('instruction', at, instruction[1], lineFeeds(instruction[2] ?? ''));
    return true;
  }

  #content(): void {
    const at = this.#at;
    const text = this.#take(TEXT);
    if (text) {
      if (text[0].includes(']]>')) throw new Refused();
      this.#tell('text', at, resolved(lineFeeds(text[0])));
      return;
    }
    const cdata = this.#take(CDATA);
    if (cdata) {
      if (cdata[1] !== '') this.#tell('text', at, lineFeeds(cdata[1]!));
      return;
    }
    if (this.#aside()) return;
    if (this.#text.startsWith('</', at)) this.#closeTag();
    else this.#openTag();
  }

  #closeTag(): void {
    const at = this.#at;
    const close = this.#take(CLOSE);
    if (!close || close[1] !== this.#open.at(-1)!.name) throw new Refused();
    this.#leave(at);
  }

  #leave(at: number): void {
    const { name, scope } = this.#open.at(-1)!;
    this.#tell('end', at, name, scope.get(prefixOf(name)) ?? '', this.#open.length);
    this.#open.pop();
  }

  #openTag(): void {
    const at = this.#at;
    const name = this.#take(OPEN)?.[1];
    if (name === undefined) throw new Refused();
    const attributes: [name: string, value: string][] = [];
    for (let match = this.#take(ATTRIBUTE); match; match = this.#take(ATTRIBUTE)) {
      attributes.push([match[1]!, resolved(lineFeeds(match[2] ?? match[3]!).replace(/[\t\n]/g, ' '))]);
    }
    const end = this.#take(OPEN_END);
    if (!end) throw new Refused();
    const scope = new Map(this.#open.at(-1)?.scope ?? [['xml', XML]]);
    for (const [attribute, value] of attributes) declare(scope, attribute, value);
    if (prefixOf(name) !== '' && !scope.has(prefixOf(name))) throw new Refused();
    const told = attributes.map(([attribute, value]) => [attribute, namespaceOf(attribute, scope), value]);
    const expanded = told.map(([attribute, address]) =>
      address === XMLNS ? attribute : `${address} ${localOf(attribute!)}`,
    );
    if (new Set(expanded).size < expanded.length) throw new Refused();
    this.#open.push({ name, scope });
    this.#tell('start', at, name, scope.get(prefixOf(name)) ?? '', told);
    if (end[1] === '/') this.#leave(at);
  }
}

function declare(scope: Map<string, string>, attribute: string, value: string): void {
  if (attribute !== 'xmlns' && prefixOf(attribute) !== 'xmlns') return;
  const prefix = attribute === 'xmlns' ? '' : localOf(attribute);
  const reserved = prefix === 'xmlns' || value === XMLNS || (prefix === 'xml') !== (value === XML);
  if (reserved || (prefix !== '' && value === '')) throw new Refused();
  scope.set(prefix, value);
}

function namespaceOf(attribute: string, scope: ReadonlyMap<string, string>): string {
  const prefix = prefixOf(attribute);
  if (attribute === 'xmlns' || prefix === 'xmlns') return XMLNS;
  if (prefix === '') return '';
  const address = scope.get(prefix);
  if (address === undefined) throw new Refused();
  return address;
}

function prefixOf(name: string): string {
  return name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
}

function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function lineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function resolved(text: string): string {
  return text.replace(/&(#x?)?([^;]*);/g, (_, number: string | undefined, what: string) => {
    if (number === undefined) return NAMED[what]!;
    const code = Number.parseInt(what, number === '#x' ? 16 : 10);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new Refused();
    const character = String.fromCodePoint(code);
    if (NO_CHAR.test(character)) throw new Refused();
    return character;
  });
}
