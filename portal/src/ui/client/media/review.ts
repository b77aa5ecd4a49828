import { sizeInWords } from '../../words.ts';
import { listedOf, type Manifest, type Role } from './manifest.ts';
import { type Confidence, type Known, type KnownCandidate, matchName, whyNot } from './match.ts';

/** What a component asks for, as the server tells it. */
export interface Asked extends Known {
  readonly types: readonly string[];
  readonly bytes: number;
  readonly roles: readonly Role[];
  /** The most files that a candidate may have. */
  readonly filesEach?: number;
}

/** A file that was chosen, wherever it came from. */
export interface Chosen {
  readonly key: number;
  readonly name: string;
  /** With its folders, or the archive it is in. */
  readonly path: string;
  readonly size: number;
  readonly lastModified: number;
  /** Absent where it could not be read. */
  readonly fingerprint?: string;
  /** Why it cannot be read, in words. */
  readonly refusal?: string;
  readonly open: () => Promise<Blob>;
}

/** What a person chose for a file, in place of what was found. */
export interface Choice {
  readonly candidates?: readonly number[];
  readonly role?: Role;
}

/** A file as it stands before it is sent. */
export interface Reviewed {
  readonly file: Chosen;
  readonly standing: Confidence;
  /** It cannot be sent, whoever it is for. */
  readonly hopeless: boolean;
  readonly candidates: readonly KnownCandidate[];
  readonly role: Role;
  /** Why it is in doubt, each a sentence. */
  readonly words: readonly string[];
}

const DOUBT: readonly Confidence[] = ['wrong', 'none', 'likely', 'sure'];
/** Endings of what is read rather than played. */
const PAPER = /\.(pdf|docx?|dotx|xlsx?|pptx?|od[ts]|jpe?g|png|txt|csv)$/i;

/** Looks at every file beside the others; in the order given. */
export function review(
  files: readonly Chosen[],
  asked: Asked,
  manifest: Manifest | undefined,
  choices: ReadonlyMap<number, Choice>,
): readonly Reviewed[] {
  const each = files.map((file) => reviewOne(file, asked, manifest, choices.get(file.key) ?? {}));
  return notTooMany(withOthers(each), asked);
}

/** What needs a look comes first; then by name, numbers in their order. */
export function doubtFirst(reviewed: readonly Reviewed[]): readonly Reviewed[] {
  const { compare } = new Intl.Collator('en-GB', { numeric: true });
  return [...reviewed].sort(
    (a, b) =>
      DOUBT.indexOf(a.standing) - DOUBT.indexOf(b.standing) ||
      compare(a.file.name, b.file.name) ||
      a.file.key - b.file.key,
  );
}

/** "12 sure, 2 to look at, 1 not for this component". */
export function reviewInWords(reviewed: readonly Reviewed[]): string {
  const count = (is: (one: Reviewed) => boolean): number => reviewed.filter(is).length;
  const parts = [
    [count(({ standing }) => standing === 'sure'), 'sure'],
    [count(({ standing }) => standing === 'likely' || standing === 'none'), 'to look at'],
    [count(({ standing, hopeless }) => standing === 'wrong' && !hopeless), 'not for this component'],
    [count(({ hopeless }) => hopeless), 'that cannot be sent'],
  ] as const;
  return parts
    .filter(([number]) => number > 0)
    .map(([number, words]) => `${number} ${words}`)
    .join(', ');
}

function reviewOne(file: Chosen, asked: Asked, manifest: Manifest | undefined, choice: Choice): Reviewed {
  const listed = manifest && listedOf(manifest, file.path);
  const role = choice.role ?? listed?.role ?? usualRole(file.name, asked);
  const fault = file.refusal ?? faultOf(file, asked);
  if (fault !== undefined) return { file, standing: 'wrong', hopeless: true, candidates: [], role, words: [fault] };
  const { confidence, candidates, words } = choice.candidates
    ? byHand(choice.candidates, asked)
    : listed
      ? byList(listed.candidates, asked, manifest.name)
      : byName(file, asked);
  const listedOther = choice.candidates || !listed ? undefined : otherBy(file, candidates, asked);
  return {
    file,
    standing: confidence === 'sure' && listedOther ? 'likely' : confidence,
    hopeless: false,
    candidates,
    role,
    words: [words, listedOther ?? ''].filter((sentence) => sentence !== ''),
  };
}

type Found = ReturnType<typeof matchName>;

function byHand(ids: readonly number[], { candidates }: Asked): Found {
  const chosen = candidates.filter(({ id }) => ids.includes(id));
  const why = chosen.map(whyNot).find((words) => words !== undefined);
  if (why !== undefined) return { confidence: 'wrong', candidates: [], words: why };
  if (chosen.length > 0) return { confidence: 'sure', candidates: chosen, words: '' };
  return { confidence: 'none', candidates: [], words: NOBODY };
}

const NOBODY = 'Nobody is chosen. It can be sent so, and candidates selected later.';

function byList(numbers: readonly string[], { candidates, code, shared }: Asked, list: string): Found {
  const wrong = (words: string): Found => ({ confidence: 'wrong', candidates: [], words });
  if (numbers.length === 0) return { confidence: 'none', candidates: [], words: `${list} names no candidate for it.` };
  if (numbers.length > 1 && !shared)
    return wrong(`${list} says ${numbers.length} candidates; a file for ${code} is for one.`);
  const found: KnownCandidate[] = [];
  for (const number of numbers) {
    // Spreadsheets take the noughts from the front of numbers.
    const candidate = candidates.find((each) => each.number === number || each.number === number.padStart(4, '0'));
    if (!candidate) return wrong(`${list} says candidate ${number}, who is not entered for ${code}.`);
    const why = whyNot(candidate);
    if (why !== undefined) return wrong(why);
    found.push(candidate);
  }
  return { confidence: 'sure', candidates: found, words: '' };
}

/** By the name of the file; where that says nothing, by the folders it is in. */
function byName({ name, path }: Chosen, asked: Asked): Found {
  const match = matchName(name, asked);
  if (match.confidence !== 'none') return match;
  const { confidence, candidates } = matchName(path.replaceAll('/', '_'), asked);
  if (confidence === 'sure' || confidence === 'likely')
    return { confidence: 'likely', candidates, words: 'Found by the folder it is in.' };
  return { ...match, words: `${match.words} It can be sent so, and candidates selected later.` };
}

/** The name says surely somebody else than the list does: the list counts, and it is worth a look. */
function otherBy({ name }: Chosen, listed: readonly KnownCandidate[], asked: Asked): string | undefined {
  const named = matchName(name, asked);
  if (named.confidence !== 'sure' || listed.length === 0) return undefined;
  const same = named.candidates.every((each) => listed.includes(each)) && named.candidates.length === listed.length;
  return same
    ? undefined
    : `Its name says ${named.candidates.map(({ number }) => number).join(', ')}; the list counts.`;
}

/** Why a file cannot be taken, by its name and size alone. */
export function faultOf({ name, size }: Pick<Chosen, 'name' | 'size'>, { types, bytes }: Asked): string | undefined {
  const ending = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? '';
  const taken = types.map((type) => type.slice(1).toUpperCase()).join(', ');
  if (!types.includes(ending))
    return `${ending === '' ? 'Its name has no ending' : `${ending.slice(1).toUpperCase()} files are not taken`}; ${taken} are.`;
  if (size === 0) return 'It is empty.';
  if (size > bytes) return `It has ${sizeInWords(size)}; the most is ${sizeInWords(bytes)}.`;
  return undefined;
}

function usualRole(name: string, { roles }: Asked): Role {
  const paper = roles.find((role) => role !== 'recording');
  return PAPER.test(name) && paper ? paper : 'recording';
}

/** What is doubtful only because of other files, here or sent before. */
function withOthers(reviewed: readonly Reviewed[]): readonly Reviewed[] {
  const first = new Map<string, Reviewed>();
  const twins = new Map<Reviewed, Reviewed>();
  for (const one of reviewed) {
    const { fingerprint } = one.file;
    if (one.hopeless || fingerprint === undefined) continue;
    const before = first.get(fingerprint);
    if (before) twins.set(one, before);
    else first.set(fingerprint, one);
  }
  const doubled = new Map([...twins].map(([one, before]) => [before, one]));
  const byWho = new Map<string, Reviewed[]>();
  for (const one of reviewed) {
    if (twins.has(one)) continue;
    for (const { id } of one.candidates) {
      const who = `${id} ${one.role}`;
      byWho.set(who, [...(byWho.get(who) ?? []), one]);
    }
  }
  return reviewed.map((one) => {
    const twin = twins.get(one);
    if (twin) {
      const words = [`It is the same file as “${twin.file.name}”, which is chosen too.`];
      return { ...one, standing: 'wrong', hopeless: true, candidates: [], words };
    }
    const other = doubled.get(one);
    const more = [
      ...(other ? [`“${other.file.name}” is the same file, and is left out.`] : []),
      ...one.candidates.flatMap((candidate) => besides(one, candidate, byWho.get(`${candidate.id} ${one.role}`) ?? [])),
    ];
    if (more.length === 0) return one;
    return { ...one, standing: one.standing === 'sure' ? 'likely' : one.standing, words: [...one.words, ...more] };
  });
}

/**
 * Of a candidate's files here those over the most are left out, the surest the last to go. Files that are there already are only
 * said: this one may be one of them, begun before and not finished, and then it goes on.
 */
function notTooMany(reviewed: readonly Reviewed[], { filesEach, code }: Asked): readonly Reviewed[] {
  if (filesEach === undefined) return reviewed;
  const taken = new Map<number, number>();
  const over = new Map<Reviewed, KnownCandidate>();
  for (const one of [...reviewed].sort((a, b) => DOUBT.indexOf(b.standing) - DOUBT.indexOf(a.standing))) {
    const full = one.candidates.find(({ id }) => (taken.get(id) ?? 0) >= filesEach);
    if (full) over.set(one, full);
    else for (const { id } of one.candidates) taken.set(id, (taken.get(id) ?? 0) + 1);
  }
  return reviewed.map((one) => {
    const full = over.get(one);
    if (!full) return one;
    const words = `Candidate ${full.number} may have ${filesEach === 1 ? '1 file' : `${filesEach} files`} for ${code}; this is one more.`;
    return { ...one, standing: 'wrong', words: [...one.words, words] };
  });
}

function besides(one: Reviewed, { number, files = 0 }: KnownCandidate, same: readonly Reviewed[]): readonly string[] {
  const [other] = same.filter((each) => each !== one);
  return [
    ...(other ? [`Candidate ${number} has another file here: “${other.file.name}”.`] : []),
    ...(files > 0 ? [`Candidate ${number} has ${files === 1 ? 'a file' : `${files} files`} already.`] : []),
  ];
}
