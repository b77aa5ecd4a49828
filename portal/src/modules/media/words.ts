import { momentInWords, sizeInWords } from '../../ui/words.ts';
import type { FileRow } from './file-queries.ts';
import { closingOf, daysLeft, type FileRole, type Standing, type Work, workState } from './model.ts';

/** The statuses of files, in the words of the people who use them. */
export interface StatusWords {
  readonly text: string;
  readonly colour: string;
  readonly description: string;
}

/** What a file's status means, and what to do. `arriving`: its bytes came a moment ago. */
export function statusWords(file: FileRow, arriving: boolean, submitted = false): StatusWords {
  if (file.destroyedAt !== null) {
    const description = `Destroyed on ${momentInWords(file.destroyedAt)}, as the time for which files are kept was over.`;
    return { text: 'Destroyed', colour: 'grey', description };
  }
  switch (file.status) {
    case 'uploading':
      return arriving
        ? { text: 'Uploading', colour: 'blue', description: 'File upload is in progress.' }
        : {
            text: 'Upload failed',
            colour: 'red',
            description: `The upload stopped: the network failed, or the page was closed. ${file.size === null ? 'Delete the file, then upload it again.' : 'What arrived is kept. Resume it with the same file.'}`,
          };
    case 'preparing':
      return {
        text: 'Preparing for scan',
        colour: 'yellow',
        description: 'The file is here and virus scanning has begun.',
      };
    case 'transcoding':
      return {
        text: 'Transcoding',
        colour: 'yellow',
        description: `The file is being made playable${file.progress > 0 ? `: ${Math.floor(file.progress * 100)}% done` : ''}.`,
      };
    case 'uploaded':
      return {
        text: submitted ? 'Submitted' : 'Uploaded',
        colour: 'green',
        description: `The file is here and was looked at.${scanWords(file)}`,
      };
    case 'failed':
      return { text: 'Upload failed', colour: 'red', description: failureWords(file) };
  }
}

function scanWords({ verdict, verdictDetail }: FileRow): string {
  return verdict === 'not-scanned' ? ` ${unscannedWords(verdictDetail)}.` : '';
}

/** "Not virus-scanned: the scanner did not answer in time". */
export function unscannedWords(detail: string | null): string {
  // The builtin scanner says both.
  const why = (detail ?? '').replace(/;? ?not virus-scanned$/, '');
  return why === '' ? 'Not virus-scanned' : `Not virus-scanned: ${why}`;
}

function failureWords({ failure, detail }: FileRow): string {
  const why = detail ?? '';
  switch (failure) {
    case 'changed':
      return 'What arrived is not what was sent: the file was changed, or damaged on the way. Upload it again.';
    case 'expired':
      return 'The upload was not finished within seven days, and what had arrived was cleared away. Upload the file again.';
    case 'infected':
      return `A virus was found (${why}). The file is locked away and nobody can open it. Clean the computer it came from, then upload a clean copy.`;
    case 'not-scanned':
      return `The file could not be virus-scanned (${why}), and this component takes scanned files only. Have it scanned again, or upload it in another form.`;
    case 'kind':
      return `The file is not what its name says: ${why}. Check that it plays on your computer, then upload the right file.`;
    case 'transcoding':
      return `The file could not be made playable: ${why}. Check that it plays on your computer, or save it in another format, then upload it again.`;
    case 'rule':
      return `${why} Upload another file.`;
    case null:
      return why;
  }
}

export const ROLE_WORDS: Readonly<Record<FileRole, string>> = {
  recording: 'Recording',
  notes: 'Notes',
  form: 'Form',
  document: 'Centre document',
};

/** "4 minutes 32 seconds". */
export function lengthInWords(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const parts = [
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    rest > 0 || whole === 0 ? `${rest} s` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** "0:04:32", as a player shows a place. */
export function placeInWords(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export const STANDING_WORDS: Readonly<Record<Standing, { readonly text: string; readonly colour: string }>> = {
  'not-started': { text: 'Not started', colour: 'grey' },
  partly: { text: 'Partly', colour: 'light-blue' },
  complete: { text: 'Complete, not submitted', colour: 'yellow' },
  submitted: { text: 'Submitted', colour: 'green' },
  'submitted-late': { text: 'Submitted late', colour: 'turquoise' },
  overdue: { text: 'Late', colour: 'red' },
};

/** When a centre's work closes, and how long that is from now. */
export function closingInWords(work: Work, now: Date): string {
  const closes = closingOf(work);
  const extended = work.extendedTo !== null && closes > work.closesAt ? ' (extended)' : '';
  switch (workState(work, now)) {
    case 'submitted':
      return `Submitted on ${momentInWords(work.submittedAt!)}`;
    case 'not-open':
      return `Opens on ${momentInWords(work.opensAt)}`;
    case 'open': {
      const days = daysLeft(closes, now);
      return `Closes on ${momentInWords(closes)}${extended}, ${days === 0 ? 'today' : days === 1 ? 'tomorrow' : `${days} days left`}`;
    }
    case 'late':
      return `Closed on ${momentInWords(closes)}${extended}. You can still submit, and it will be marked late`;
    case 'closed':
      return `Closed on ${momentInWords(closes)}${extended}`;
  }
}

/** What may be uploaded, as a hint. */
export function typesInWords(types: readonly string[], bytes: number): string {
  const names = types.map((type) => type.slice(1).toUpperCase());
  return `${names.slice(0, -1).join(', ')}${names.length > 1 ? ' or ' : ''}${names.at(-1)}, at most ${sizeInWords(bytes)} each`;
}
