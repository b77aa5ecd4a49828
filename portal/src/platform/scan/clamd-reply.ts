import type { Ending } from './clamd-conversation.ts';

/** What came of asking clamd about a file. `reason` is in plain words to stand inside a sentence; `detail` is for the log. */
export type Answer =
  | { readonly says: 'ok' }
  | { readonly says: 'found'; readonly signature: string }
  | { readonly says: 'unseen'; readonly why: Unseen; readonly reason: string; readonly detail: string };

/**
 * Why clamd did not look at a file, or not at all of it. `size`, `limit` and `locked` are the file's doing; after `failed`, `late`
 * and `gone` the same file may well be looked at another time.
 */
export type Unseen = 'size' | 'limit' | 'locked' | 'failed' | 'late' | 'gone';

const LIMITS: Readonly<Record<string, string>> = {
  MaxFileSize: 'it, or a file inside it, is larger than the virus scanner looks at',
  MaxScanSize: 'there is more in it than the virus scanner looks at',
  MaxFiles: 'there are more files in it than the virus scanner looks at',
  MaxRecursion: 'it has archives inside archives, deeper than the virus scanner looks',
  MaxScanTime: 'to look through it takes longer than the virus scanner may take',
};
const LONGEST = 200;

/** Reads how a conversation about a file ended. Only the very words "stream: OK" are `ok`. */
export function readAnswer(ending: Ending): Answer {
  if (ending.how === 'answered') return readReply(ending.text);
  if (ending.how === 'late') return unseen('late', 'the virus scanner did not answer in time', ending.detail);
  return unseen('gone', 'the virus scanner could not be reached', ending.detail);
}

function readReply(text: string): Answer {
  if (text === 'stream: OK') return { says: 'ok' };
  const signature = /^stream: (\S.*) FOUND$/.exec(text)?.[1];
  if (signature !== undefined) return readFound(signature, text);
  if (/^INSTREAM size limit exceeded\. ERROR$/.test(text)) {
    return unseen('size', 'it is larger than the virus scanner takes', text);
  }
  if (/^COMMAND READ TIMED OUT/.test(text)) return unseen('late', 'it came to the virus scanner too slowly', text);
  if (/ ERROR$/.test(text)) return unseen('failed', 'the virus scanner could not look at it because of an error', text);
  return unseen('failed', 'the virus scanner gave an answer that cannot be understood', text);
}

/** Two families of names are no viruses: they say that clamd stopped looking. */
function readFound(name: string, text: string): Answer {
  const limit = /^Heuristics\.Limits\.Exceeded(?:\.(\w+))?/.exec(name);
  if (limit) return unseen('limit', LIMITS[limit[1] ?? ''] ?? 'it goes over a limit of the virus scanner', text);
  if (/^Heuristics\.Encrypted\b/.test(name)) {
    return unseen('locked', 'it is locked with a password, so the virus scanner could not look inside', text);
  }
  return { says: 'found', signature: safe(name) };
}

function unseen(why: Unseen, reason: string, detail: string): Answer {
  return { says: 'unseen', why, reason, detail: safe(detail) };
}

/** Whatever it is that answers, it gets no control characters and no endless text into pages and logs. */
function safe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').slice(0, LONGEST);
}
