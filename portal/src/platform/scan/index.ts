export { type BuiltinOptions, builtinScanner } from './builtin.ts';
export type { FileKind, FileKindId } from './file-kind.ts';
export { type Inspection, Inspector } from './inspector.ts';
export type { ScanLimits } from './ledger.ts';
export type { ScanFile, Scanner, ScanOptions, ScanResult, Verdict } from './scanner.ts';
export type { TextEncoding } from './text-kind.ts';
export { type ScanWarning, type ScanWarningCode, whyNotWhole } from './warnings.ts';
