/** A streaming reader of XML: well-formedness in full, bounded memory, no string that is not asked for. */

export { XML_FAULTS, type XmlCode, XmlError } from './fault.ts';
export {
  ATTRIBUTES_LIMIT,
  DEPTH_LIMIT,
  NAME_LIMIT,
  NAMES_LIMIT,
  NAMESPACES_LIMIT,
  TOKEN_LIMIT,
} from './limits.ts';
export type { XmlName } from './names.ts';
export { readXml } from './read.ts';
export { type XmlHandler, XmlReader } from './reader.ts';
