/** A publisher's file format made into a draft template, to be read by a person. */

export { draftYaml } from './draft-yaml.ts';
export { type FormatAbout, type ImportedFormat, importFormat, type Proposal } from './import.ts';
