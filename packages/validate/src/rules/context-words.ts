/** What every return says about itself and rules may read under `context`, as people say it. */
export const CONTEXT_WORDS: ReadonlyMap<string, string> = new Map([
  ['dueDate', 'the due date of the return'],
  ['organisationNames', 'the names of the organisation'],
]);
