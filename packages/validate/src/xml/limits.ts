/**
 * What keeps memory bounded whatever the file holds. Census files stay far below each of these;
 * a file that passes one is refused with the place, in the same words however it was cut into chunks.
 */

/** Longest tag, comment, instruction, CDATA section or run of text between two of them, in bytes. */
export const TOKEN_LIMIT = 1024 * 1024;
/** Longest name and longest namespace address, in bytes. */
export const NAME_LIMIT = 1000;
/** Most different names of elements and attributes in one file. */
export const NAMES_LIMIT = 4096;
/** Most attributes of one element. */
export const ATTRIBUTES_LIMIT = 256;
/** Most elements open at once. */
export const DEPTH_LIMIT = 256;
/** Most namespace declarations in force at once. */
export const NAMESPACES_LIMIT = 64;
