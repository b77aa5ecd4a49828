/**
 * Where things are in the kernel's memory; the numbers that src/kernel/layout.ts has too (a test compares them).
 * Addresses below HEAP are fixed, what lies above is handed out by the host.
 */
export const FROMS: usize = 1024; // for each column the place before its first byte; 4 bytes each
export const ENDS: usize = 1280; // for each column the place after its last byte
export const FLAGS: usize = 1536; // for each column what the reader notices
export const MEMO: usize = 2048; // the leading columns that the last rows had in common
export const MEMO_SIZE: u32 = 256;
export const MEMO_ENDS: usize = 2560; // for each of them, where it ends, counted from the start of the row
export const KEYS: usize = 3072; // 256 random odd multipliers of 8 bytes
export const COLUMNS: usize = 5120; // 64 bytes a column
export const TESTS: usize = 9216; // 64 bytes a test
export const RULES: usize = 13312; // 64 bytes a rule
export const KEY_COLUMNS: usize = 15360; // 4 bytes for each column of the key
export const WRONG: usize = 15872; // 4 bytes a column: values certainly wrong, where they are only counted
export const INDEX_BYTES: u32 = 16384; // bytes looked through at a time
export const STATICS: usize = 16384; // what the source gives the compiler to place, as `--memoryBase` says
export const POSITIONS: usize = 24640; // of commas, quotation marks and line ends; 4 bytes each, and 4 before them
export const OTHERS: usize = 90432; // of those that are no commas
export const OTHERS_END: usize = 156224;
export const HIGHS: usize = 156480; // of every 64 bytes that hold any above ASCII
export const HEAP: usize = 157696;
