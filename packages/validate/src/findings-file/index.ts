/** The findings of one check in a compact file: written in order, read by pages of any filter. */
export { BLOCK_SIZE } from './block.ts';
export { ALL_FINDINGS, choose, type FindingsFilter, type GroupCount, groupCounts, isAll } from './choice.ts';
export { findingsAsCsv, findingsAsJson } from './downloads.ts';
export {
  type Chosen,
  type Codec,
  FindingsFileError,
  type FindingsSink,
  type FindingsSource,
  type Group,
} from './format.ts';
export { FindingsReader } from './reader.ts';
export { BlobSink, blobFindings, deflateRaw, inflateRaw } from './web.ts';
export { FindingsWriter } from './writer.ts';
