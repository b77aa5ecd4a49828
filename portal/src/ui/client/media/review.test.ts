import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readManifest } from './manifest.ts';
import type { KnownCandidate } from './match.ts';
import { type Asked, type Choice, type Chosen, doubtFirst, review, reviewInWords } from './review.ts';

const person = (id: number, number: string, more: Partial<KnownCandidate> = {}): KnownCandidate => ({
  id,
  number,
  surname: `SURNAME${id}`,
  forename: `FORENAME${id}`,
  withdrawn: false,
  reason: null,
  ...more,
});
const ASKED: Asked = {
  centreNumber: '16677',
  code: '8698/SF',
  otherCodes: ['7712/SP'],
  shared: false,
  candidates: [
    person(1, '0001'),
    person(2, '0002'),
    person(3, '0003', { files: 2 }),
    person(4, '0004', { withdrawn: true }),
    person(5, '0005', { reason: 'Absent' }),
  ],
  types: ['.mp3', '.pdf'],
  bytes: 1000,
  roles: ['recording', 'notes'],
};

let keys = 0;
const chosen = (path: string, more: Partial<Chosen> = {}): Chosen => ({
  key: ++keys,
  name: path.split('/').at(-1)!,
  path,
  size: 100,
  lastModified: 0,
  fingerprint: `of ${path}`,
  open: async () => new Blob([]),
  ...more,
});
const look = (files: readonly Chosen[], asked = ASKED, list?: string, choices = new Map<number, Choice>()) =>
  review(files, asked, list === undefined ? undefined : readManifest('list.csv', list), choices);
const brief = (all: ReturnType<typeof look>) =>
  all.map(({ standing, candidates, words }) => [standing, candidates.map(({ id }) => id), words.join(' ')]);

test.each<[file: Chosen, standing: string, words: string]>([
  [chosen('16677_8698SF_0001.mp3'), 'sure', ''],
  [chosen('0001.mp3'), 'likely', 'The name does not say the centre or the component.'],
  [chosen('a.mp3'), 'none', 'The name does not say whose it is. It can be sent so, and candidates selected later.'],
  [chosen('SURNAME2 FORENAME2/a.mp3'), 'likely', 'Found by the folder it is in.'],
  [chosen('16677_7712SP_0001.mp3'), 'wrong', 'The name says component 7712/SP; this is 8698/SF.'],
  [chosen('16677_8698SF_0004.mp3'), 'wrong', 'Candidate 0004 was withdrawn.'],
  [chosen('16677_8698SF_0005.mp3'), 'wrong', 'Candidate 0005 has a non-submission: Absent.'],
  [chosen('16677_8698SF_0003.mp3'), 'likely', 'Candidate 0003 has 2 files already.'],
  [chosen('16677_8698SF_0001.exe'), 'wrong', 'EXE files are not taken; MP3, PDF are.'],
  [chosen('README'), 'wrong', 'Its name has no ending; MP3, PDF are.'],
  [chosen('16677_8698SF_0001.mp3', { size: 0 }), 'wrong', 'It is empty.'],
  [chosen('16677_8698SF_0001.mp3', { size: 2000 }), 'wrong', 'It has 2 KB; the most is 1 KB.'],
  [chosen('a.mp3', { refusal: 'It is locked.' }), 'wrong', 'It is locked.'],
])('$path', (file, standing, words) => {
  const [one] = look([file]);
  expect([one!.standing, one!.words.join(' ')]).toEqual([standing, words]);
});

test('two files for one candidate, for the same use, are both worth a look', () => {
  const files = ['16677_8698SF_0001.mp3', '16677_8698SF_0001_b.mp3', '16677_8698SF_0001.pdf'].map((name) =>
    chosen(name),
  );
  expect(brief(look(files))).toEqual([
    ['likely', [1], 'Candidate 0001 has another file here: “16677_8698SF_0001_b.mp3”.'],
    ['likely', [1], 'Candidate 0001 has another file here: “16677_8698SF_0001.mp3”.'],
    ['sure', [1], ''],
  ]);
});

test('the same file twice is left out once, whatever its names', () => {
  const [first, again] = look([
    chosen('16677_8698SF_0001.mp3', { fingerprint: 'same' }),
    chosen('16677_8698SF_0002.mp3', { fingerprint: 'same' }),
  ]);
  expect(first).toMatchObject({
    standing: 'likely',
    words: ['“16677_8698SF_0002.mp3” is the same file, and is left out.'],
  });
  expect(again).toMatchObject({ standing: 'wrong', hopeless: true });
});

test('a list beats names: for whom it says, or why not', () => {
  const list =
    'file,candidate,role\na.mp3,1,notes\n99999_8698SF_0009.mp3,0002\nb.mp3,0004\nc.mp3,0042\nd.mp3,\ne.mp3,0001 0002';
  const names = ['a.mp3', '99999_8698SF_0009.mp3', 'b.mp3', 'c.mp3', 'd.mp3', 'e.mp3'];
  const all = look(
    names.map((name) => chosen(name)),
    ASKED,
    list,
  );
  expect(brief(all)).toEqual([
    ['sure', [1], ''],
    ['sure', [2], ''],
    ['wrong', [], 'Candidate 0004 was withdrawn.'],
    ['wrong', [], 'list.csv says candidate 0042, who is not entered for 8698/SF.'],
    ['none', [], 'list.csv names no candidate for it.'],
    ['wrong', [], 'list.csv says 2 candidates; a file for 8698/SF is for one.'],
  ]);
  expect(all[0]!.role).toBe('notes');
  const shared = look([chosen('e.mp3')], { ...ASKED, shared: true }, list);
  expect(brief(shared)).toEqual([['sure', [1, 2], '']]);
});

test('where the name surely says another than the list, the list counts and it is worth a look', () => {
  const all = look([chosen('16677_8698SF_0001.mp3')], ASKED, 'file,candidate\n16677_8698SF_0001.mp3,0002');
  expect(brief(all)).toEqual([['likely', [2], 'Its name says 0001; the list counts.']]);
});

test('who is chosen by hand counts before all; nobody can be chosen who may not have a file', () => {
  const file = chosen('99999_8698SF_0001.mp3');
  const by = (candidates: number[]) => brief(look([file], ASKED, undefined, new Map([[file.key, { candidates }]])))[0]!;
  expect(by([2])).toEqual(['sure', [2], '']);
  expect(by([4])).toEqual(['wrong', [], 'Candidate 0004 was withdrawn.']);
  expect(by([])).toEqual(['none', [], 'Nobody is chosen. It can be sent so, and candidates selected later.']);
});

test('more files than a candidate may have are left out, the least sure first; those already there are only said', () => {
  const asked = { ...ASKED, filesEach: 2 };
  const names = ['0003 again.mp3', '16677_8698SF_0003.mp3', '16677_8698SF_0003_b.mp3'];
  const all = look(
    names.map((name) => chosen(name)),
    asked,
  );
  expect(all.filter(({ standing }) => standing === 'wrong')).toHaveLength(1);
  const words = 'Candidate 0003 may have 2 files for 8698/SF; this is one more.';
  expect(all.filter((one) => one.words.includes(words)).map(({ standing }) => standing)).toEqual(['wrong']);
  expect(brief(look([chosen('16677_8698SF_0003.mp3')], asked))[0]![0]).toBe('likely');
});

test('the summary in words', () => {
  const names = ['16677_8698SF_0001.mp3', '0002.mp3', 'a.mp3', '99999_8698SF_0001.mp3', 'b.exe'];
  expect(reviewInWords(look(names.map((name) => chosen(name))))).toBe(
    '1 sure, 2 to look at, 1 not for this component, 1 that cannot be sent',
  );
});

test('whatever is chosen: doubt first, everything once, and nobody twice who may have nothing', () => {
  const part = fc.constantFrom(
    '16677',
    '99999',
    '8698SF',
    '7712SP',
    '0001',
    '0002',
    '0003',
    '0004',
    '0005',
    'x',
    '.mp3',
    '.exe',
  );
  const file = fc.tuple(fc.array(part), fc.constantFrom('a', 'b', 'c'), fc.nat(1200));
  fc.assert(
    fc.property(fc.array(file), (drawn) => {
      const files = drawn.map(([parts, fingerprint, size]) => chosen(parts.join('_'), { fingerprint, size }));
      const sorted = doubtFirst(look(files));
      const order = ['wrong', 'none', 'likely', 'sure'];
      const places = sorted.map(({ standing }) => order.indexOf(standing));
      expect(places).toEqual([...places].sort());
      expect(new Set(sorted.map((one) => one.file))).toEqual(new Set(files));
      const going = sorted.filter(({ standing }) => standing !== 'wrong');
      expect(new Set(going.map((one) => one.file.fingerprint)).size).toBe(going.length);
      expect(going.flatMap(({ candidates }) => candidates).every(({ id }) => id < 4)).toBe(true);
      for (const { standing, words } of sorted) expect(words.length > 0).toBe(standing !== 'sure');
    }),
  );
});
