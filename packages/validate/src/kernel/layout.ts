/** Where things are in the kernel's memory; kernel/layout.ts has the same numbers (a test compares them). */
export const LAYOUT = {
  FROMS: 1024,
  ENDS: 1280,
  FLAGS: 1536,
  MEMO: 2048,
  MEMO_SIZE: 256,
  MEMO_ENDS: 2560,
  KEYS: 3072,
  COLUMNS: 5120,
  TESTS: 9216,
  RULES: 13312,
  KEY_COLUMNS: 15360,
  WRONG: 15872,
  INDEX_BYTES: 16384,
  STATICS: 16384,
  POSITIONS: 24640,
  OTHERS: 90432,
  OTHERS_END: 156224,
  HIGHS: 156480,
  HEAP: 157696,
} as const;

/** Bytes of the description of a column, a test or a rule. */
export const DESCRIPTION = 64;
export const NONE = 0xffffffff;
