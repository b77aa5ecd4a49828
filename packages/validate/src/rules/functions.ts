import { isUci, isUln, isUpn } from '../fields/identifiers.ts';

/** The CEL functions that templates may call besides the language's own; all take a string and answer yes or no. */
export const IDENTIFIER_FUNCTIONS: Readonly<Record<string, (text: string) => boolean>> = { isUln, isUci, isUpn };
