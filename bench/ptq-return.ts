import type { CheckContext } from '../packages/validate/src/index.ts';

/** The return that the files of the benchmarks are made for. */
export const RETURN = {
  dueDate: '2023-10-31',
  sender: 'Northern Skills Awards',
  academicYear: '2022-2023',
} as const;

/** What that return tells the engine. */
export const CONTEXT: CheckContext = { dueDate: RETURN.dueDate, organisationNames: [RETURN.sender, 'NSA'] };
