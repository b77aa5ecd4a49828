/**
 * Whose recording a file is, by its name: `centre_component_candidate` as exam boards ask for (16677_8698SF_0001.mp3). The same for
 * the browser, before a byte is sent, and for the server.
 */

export interface KnownCandidate {
  readonly id: number;
  readonly number: string;
  readonly surname: string;
  readonly forename: string;
  readonly withdrawn: boolean;
  /** Why there is no submission. */
  readonly reason: string | null;
  /** Files of theirs that are there already and have not failed. */
  readonly files?: number;
}

/** What names are compared with. */
export interface Known {
  readonly centreNumber: string | null;
  /** The component, as printed: 8698/SF. */
  readonly code: string;
  /** Codes of other components of the session. */
  readonly otherCodes: readonly string[];
  readonly shared: boolean;
  readonly candidates: readonly KnownCandidate[];
}

/**
 * `sure`: centre, component and candidate are all named. `likely`: the candidate is, the rest is not said. `wrong`: the name says
 * another centre, another component, or a candidate who cannot have a file. `none`: the name says nothing.
 */
export type Confidence = 'sure' | 'likely' | 'wrong' | 'none';

export interface Match {
  readonly confidence: Confidence;
  readonly candidates: readonly KnownCandidate[];
  /** Why, in words; empty where it is sure. */
  readonly words: string;
}

const CENTRE = /^\d{5}$/;
const CANDIDATE = /^\d{4}$/;

/** Reads a name; where it is for several candidates, `16677_8698SF_0001_0002.mp3`, all of them. */
export function matchName(name: string, known: Known): Match {
  const stem = name.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  const parts = stem.split(/[\s_\-.,()+&]+/).filter((part) => part !== '');
  const ours = plain(known.code);
  const says = (code: string): boolean => saysCode(parts, code);
  const saysOurs = says(ours);
  const numbers = parts.filter(
    (part) => CANDIDATE.test(part) && !(saysOurs && ours.startsWith(part) && split(parts, part, ours)),
  );
  const centre = parts.find((part) => CENTRE.test(part) && plain(part) !== ours);
  const wrong = (words: string): Match => ({ confidence: 'wrong', candidates: [], words });
  if (centre !== undefined && known.centreNumber !== null && centre !== known.centreNumber)
    return wrong(`The name says centre ${centre}; yours is ${known.centreNumber}.`);
  const other = saysOurs ? undefined : known.otherCodes.find((code) => says(plain(code)));
  if (other !== undefined) return wrong(`The name says component ${other}; this is ${known.code}.`);
  const found = numbers.map((number) => [number, known.candidates.find((each) => each.number === number)] as const);
  if (found.length === 0) return byPerson(parts, known);
  for (const [number, candidate] of found) {
    const why = candidate ? whyNot(candidate) : `No candidate ${number} is entered for ${known.code}.`;
    if (why !== undefined) return wrong(why);
  }
  const candidates = [...new Set(found.map(([, candidate]) => candidate!))];
  if (candidates.length > 1 && !known.shared)
    return wrong(`The name says ${candidates.length} candidates; a file for ${known.code} is for one.`);
  if (saysOurs && centre !== undefined) return { confidence: 'sure', candidates, words: '' };
  const missing = [centre === undefined ? 'centre' : '', saysOurs ? '' : 'component'].filter((part) => part !== '');
  return { confidence: 'likely', candidates, words: `The name does not say the ${missing.join(' or the ')}.` };
}

/** Why a candidate cannot have a file; undefined where they can. */
export function whyNot({ number, withdrawn, reason }: KnownCandidate): string | undefined {
  if (withdrawn) return `Candidate ${number} was withdrawn.`;
  return reason === null ? undefined : `Candidate ${number} has a non-submission: ${reason}.`;
}

/** By surname and forename, where exactly one candidate has both. */
function byPerson(parts: readonly string[], { candidates }: Known): Match {
  const words = new Set(parts.map(fold));
  const holds = (name: string): boolean => name.split(/[\s-]+/).every((word) => words.has(fold(word)));
  const found = candidates.filter(({ surname, forename }) => holds(surname) && holds(forename));
  const [one, another] = found;
  if (!one || another) return { confidence: 'none', candidates: [], words: 'The name does not say whose it is.' };
  const why = whyNot(one);
  if (why !== undefined) return { confidence: 'wrong', candidates: [], words: why };
  return { confidence: 'likely', candidates: [one], words: `Found by the name ${one.forename} ${one.surname}.` };
}

/** A code without strokes and in capitals: 8698/SF is 8698SF in a file's name. */
function plain(code: string): string {
  return code.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
}

/** Whether a code stands in the name as one part, or as parts beside each other (8698 SF). */
function saysCode(parts: readonly string[], code: string): boolean {
  return parts.some((_part, at) => {
    let joined = '';
    for (let end = at; end < parts.length && joined.length < code.length; end++) {
      joined += plain(parts[end]!);
      if (joined === code) return true;
    }
    return false;
  });
}

/** Whether this part is only the beginning of the code, written in parts: it is no candidate's number then. */
function split(parts: readonly string[], part: string, code: string): boolean {
  return !parts.some((each) => plain(each) === code) && code.startsWith(part);
}

function fold(word: string): string {
  return word.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
