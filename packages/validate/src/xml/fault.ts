import { ATTRIBUTES_LIMIT, DEPTH_LIMIT, NAME_LIMIT, NAMES_LIMIT, NAMESPACES_LIMIT, TOKEN_LIMIT } from './limits.ts';

interface Entry {
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** How to mend it. */
  readonly help: string;
}

const EXPORT_AGAIN = 'Export the file again; if it comes out the same, tell the supplier of the system that made it.';
const EXPORT_UTF8 =
  'Export it again as UTF-8, or open it in a text editor, save it as UTF-8 and let its first line say encoding="UTF-8".';
const NOT_OURS = 'Check that this is the right file: no return has as much.';

/** Every code of an `XmlError`. XML 1.0 (fifth edition) calls each of the faults fatal: reading ends at the first. */
export const XML_FAULTS = {
  'xml.empty': {
    message: 'The file is empty.',
    help: 'Choose the file again; if it is the right one, export it again from the system that made it.',
  },
  'xml.not-xml': {
    message: 'This is not an XML file: it does not begin with “<”.',
    help: 'Choose the XML file that your system exported. A zip file or a spreadsheet must not be sent in its place.',
  },
  'xml.utf-16': { message: 'The file is in UTF-16 or UTF-32, not UTF-8.', help: EXPORT_UTF8 },
  'xml.encoding': { message: 'The file says that it is not in UTF-8.', help: EXPORT_UTF8 },
  'xml.utf-8': { message: 'These bytes are not UTF-8.', help: EXPORT_UTF8 },
  'xml.character': {
    message: 'This character is not allowed in XML.',
    help: 'Delete it in the system that made the file, and export the file again.',
  },
  'xml.declaration': {
    message: 'The XML declaration is not well formed.',
    help: 'Let the file begin with <?xml version="1.0" encoding="UTF-8"?>.',
  },
  'xml.declaration-place': {
    message: 'The XML declaration is not at the very beginning of the file.',
    help: 'Delete what stands before it, blanks and empty lines too; keep only one.',
  },
  'xml.doctype': {
    message: 'The file has a DOCTYPE. It is refused, because it can make a reader fetch or repeat things without end.',
    help: 'Delete the DOCTYPE; the data do not need it.',
  },
  'xml.entity': {
    message: 'This entity is not declared.',
    help: 'Only &lt; &gt; &amp; &apos; and &quot; have names; write any other character itself.',
  },
  'xml.reference': {
    message: 'An ampersand stands here by itself.',
    help: 'Write &amp; where the character & is meant.',
  },
  'xml.character-reference': {
    message: 'This character reference names no character that is allowed in XML.',
    help: 'Write the character itself, or delete the reference.',
  },
  'xml.text-outside': {
    message: 'There is text outside the root element.',
    help: 'Delete what stands before the first tag or after the last.',
  },
  'xml.two-roots': {
    message: 'A second element follows the root element.',
    help: 'Two files may have been joined: send each by itself.',
  },
  'xml.no-root': { message: 'The file holds no element.', help: EXPORT_AGAIN },
  'xml.unclosed': { message: 'The file ends too early: elements are still open.', help: EXPORT_AGAIN },
  'xml.cut-off': {
    message: 'The file ends in the middle of this tag, comment, instruction or CDATA section.',
    help: EXPORT_AGAIN,
  },
  'xml.end-tag': { message: 'This end tag does not fit.', help: EXPORT_AGAIN },
  'xml.tag': {
    message: 'This does not belong in a tag.',
    help: 'Write &lt; where the character < is meant, and quotation marks round each value.',
  },
  'xml.name': {
    message: 'This is no name that XML allows.',
    help: 'A name begins with a letter. Write &lt; where the character < is meant.',
  },
  'xml.colon': {
    message: 'This name has a colon where namespaces allow none.',
    help: 'Use at most one colon, between a prefix and a name.',
  },
  'xml.attribute-gap': {
    message: 'There is no blank before this attribute.',
    help: 'Separate attributes by a blank.',
  },
  'xml.attribute-value': {
    message: 'This attribute has no value in quotation marks.',
    help: 'Write it as name="value".',
  },
  'xml.attribute-less-than': {
    message: 'The character < stands in the value of an attribute.',
    help: 'Write &lt; in its place, or close the quotation marks before it.',
  },
  'xml.attribute-twice': { message: 'This attribute is there twice.', help: 'Keep one of the two.' },
  'xml.prefix': {
    message: 'This prefix is not declared.',
    help: 'Declare it with xmlns:prefix="…" on this element or one around it, or leave it out.',
  },
  'xml.namespace': {
    message: 'This namespace declaration is not allowed.',
    help: 'The prefixes xml and xmlns and their addresses are reserved, and a prefix must have an address.',
  },
  'xml.comment': {
    message: 'Two hyphens stand inside a comment.',
    help: 'Inside a comment, write no two hyphens in a row and none just before its end.',
  },
  'xml.cdata-end': { message: 'The characters ]]> stand in the text.', help: 'Write ]]&gt; in their place.' },
  'xml.instruction': {
    message: 'This processing instruction is not well formed.',
    help: 'Delete it; the data do not need it.',
  },
  'xml.markup': {
    message: 'After “<!” only a comment or, inside an element, a CDATA section can follow.',
    help: 'Write &lt; where the character < is meant.',
  },
  'xml.too-long': {
    message: `One tag, comment or piece of text is longer than ${TOKEN_LIMIT / 1024 / 1024} MiB.`,
    help: 'Look for a quotation mark, comment or element that is never closed.',
  },
  'xml.name-too-long': { message: `A name is longer than ${NAME_LIMIT} bytes.`, help: NOT_OURS },
  'xml.too-many-names': { message: `There are more than ${NAMES_LIMIT} different names.`, help: NOT_OURS },
  'xml.too-many-attributes': {
    message: `An element has more than ${ATTRIBUTES_LIMIT} attributes.`,
    help: NOT_OURS,
  },
  'xml.too-deep': {
    message: `More than ${DEPTH_LIMIT} elements are open inside each other.`,
    help: 'Look for an element that is opened again and again and never closed.',
  },
  'xml.too-many-namespaces': {
    message: `More than ${NAMESPACES_LIMIT} namespace declarations are in force.`,
    help: NOT_OURS,
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type XmlCode = keyof typeof XML_FAULTS;

/** Why a file is not XML that we read: the first fault, its place and how to mend it. No event follows it. */
export class XmlError extends Error {
  override name = 'XmlError';
  readonly code: XmlCode;
  /** Offset in the file of the byte at fault, from 0. */
  readonly offset: number;
  /** Line of that byte, from 1; LF, CR LF and CR each end a line. */
  readonly line: number;
  /** How to mend it, in plain words. */
  readonly help: string;

  /** `detail` is a sentence about this one place; it becomes part of the message. */
  constructor(code: XmlCode, offset: number, line: number, detail = '') {
    super(detail === '' ? XML_FAULTS[code].message : `${XML_FAULTS[code].message} ${detail}`);
    this.code = code;
    this.offset = offset;
    this.line = line;
    this.help = XML_FAULTS[code].help;
  }
}
