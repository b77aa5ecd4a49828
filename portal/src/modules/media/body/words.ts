import type { NoticeCode } from '../model.ts';

/** What may be noticed of a recording, for the list of those that fail a file. */
export const NOTICE_TITLES: Readonly<Record<NoticeCode, string>> = {
  'no-sound': 'No sound in the file',
  silent: 'Silent from beginning to end',
  'near-silent': 'Very quiet',
  'long-silence': 'A long silence',
  clipping: 'Overdriven sound',
  'dead-channel': 'Nothing on one side of the sound',
  'too-short': 'Shorter than the shortest recording',
  'too-long': 'Longer than the longest recording',
  container: 'Another format than the name says',
  'same-sound': 'Sounds the same as another file',
};

/** What each field of the forms is called where it is told that somebody else changed it. */
export const FIELD_TITLES: Readonly<Record<string, string>> = {
  code: 'Code',
  name: 'Name',
  contact: 'E-mail address for questions',
  keepUntil: 'Keep files until',
  qualification: 'Qualification',
  subject: 'Subject',
  opensDay: 'Opens: day',
  opensTime: 'Opens: time',
  closesDay: 'Closes: day',
  closesTime: 'Closes: time',
  types: 'Types of file',
  megabytes: 'The most megabytes of a file',
  atOnce: 'Files at a time',
  least: 'Shortest recording',
  most: 'Longest recording',
  filesEach: 'The most files for a candidate',
  shared: 'One file may hold several candidates',
  roles: 'What may be sent besides recordings',
  reasons: 'Reasons for a non-submission',
  documentTypes: 'Types of document',
  documentMegabytes: 'The most megabytes of a document',
  documentsAtOnce: 'Documents at a time',
  nameLength: 'The longest name of a document',
  wanted: 'Documents asked for',
  required: 'Is a document required?',
  unscanned: 'Files that could not be virus-scanned',
  blocking: 'Notices that fail a file',
};
