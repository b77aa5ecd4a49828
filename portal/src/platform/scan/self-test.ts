import { showAddress } from './clamd-address.ts';
import type { ClamdClient } from './clamd-client.ts';
import type { Answer } from './clamd-reply.ts';
import {
  deepArchive,
  eicarFile,
  lockedArchive,
  packedVirusBehindPadding,
  type TestFile,
  virusBehindPadding,
} from './self-test-files.ts';

/** What is wrong with a scanner. `short` goes on after "the virus scanner" or "it", for anybody; `mend` is for who runs it. */
export interface Fault {
  readonly short: string;
  readonly mend: string;
}

export interface SelfTest {
  /** No fault: the scanner's word may be taken. */
  readonly ok: boolean;
  /** False when nothing that speaks as clamd does answered, or it stopped answering. */
  readonly reached: boolean;
  /** Engine, number of the signatures and their date, as clamd says them. */
  readonly version: string | undefined;
  /** Bytes up to which clamd is known to look at all of a file that it unpacks. */
  readonly unpacks: number;
  readonly faults: readonly Fault[];
  /** Whole sentences about what is safe and yet not as it should be. */
  readonly remarks: readonly string[];
}

export interface SelfTestOptions {
  /** Bytes of the largest file that may ever be sent. */
  readonly largestFile: number;
  /** To tell how old the signatures are. */
  readonly now: Date;
  readonly signal?: AbortSignal;
}

const OLD_DAYS = 7;
const DAY = 86_400_000;
/** No clamd looks at files of 2 GiB or more. */
const LARGEST_UNPACKED = 2 ** 31 - 1;
const SMALLEST_UNPACKED = 1000;
const RESTART = 'and restart clamd.';

/**
 * Finds out whether a clamd may be believed when it says OK: it must know the test virus, and must not say OK of what it did not
 * look at (too deep, too large, locked), as it does unless its configuration forbids it. Rejects only when aborted.
 */
export async function selfTest(clamd: ClamdClient, { largestFile, now, signal }: SelfTestOptions): Promise<SelfTest> {
  const where = showAddress(clamd.address);
  const unreachable = (short: string, detail: string): SelfTest => {
    const mend = `Nothing at ${where} answers as clamd does (${detail}). See that clamd runs and that this is its LocalSocket, or its TCPAddr and TCPSocket.`;
    return { ok: false, reached: false, version: undefined, unpacks: 0, faults: [{ short, mend }], remarks: [] };
  };

  const pong = await clamd.ask('PING', signal);
  if (pong.how === 'late') return unreachable('did not answer in time', pong.detail);
  if (pong.how !== 'answered') return unreachable('could not be reached', pong.detail);
  if (pong.text !== 'PONG') return unreachable('is not what answers at its address', 'PING was not answered with PONG');
  const named = await clamd.ask('VERSION', signal);
  const version = named.how === 'answered' ? named.text.slice(0, 100) : undefined;

  const faults: Fault[] = [];
  const remarks = version === undefined ? [] : remarksOnAge(version, now);
  for (const [make, judge] of TRIALS) {
    const file = make(largestFile);
    const answer = await clamd.scan(file.size, file.chunks(), signal);
    if (answer.says === 'unseen' && (answer.why === 'gone' || answer.why === 'late')) {
      const short = answer.why === 'late' ? 'did not answer in time' : 'could not be reached';
      return unreachable(short, `after it was sent ${file.size} bytes of a test: ${answer.detail}`);
    }
    const judged = judge(answer, largestFile);
    if (typeof judged === 'string') remarks.push(judged);
    else if (judged) faults.push(judged);
    if (faults.length > 0 && make === eicar) break; // It knows no virus at all: nothing more to learn.
  }
  const unpacks = faults.length > 0 ? 0 : await looksUpTo(clamd, largestFile, signal);
  if (unpacks === undefined) return unreachable('did not answer in time', 'after it was sent an archive to unpack');
  if (faults.length === 0 && unpacks < largestFile) remarks.push(remarkOnUnpacking(unpacks));
  return { ok: faults.length === 0, reached: true, version, unpacks, faults, remarks };
}

type Judge = (answer: Answer, largestFile: number) => Fault | string | undefined;

const eicar = () => eicarFile;

/** What is sent, and what each answer means: a fault, a remark, or nothing. The largest comes last. */
const TRIALS: readonly (readonly [(largestFile: number) => TestFile, Judge])[] = [
  [eicar, judgeKnown],
  [lockedArchive, judgeLocked],
  [deepArchive, judgeDeep],
  [virusBehindPadding, judgeLargest],
];

function judgeKnown(answer: Answer): Fault | undefined {
  if (answer.says === 'found') return undefined;
  const mend = `clamd does not find the EICAR test file (${shown(answer)}). Let freshclam fetch the signatures into DatabaseDirectory ${RESTART}`;
  return { short: 'does not know the test virus', mend };
}

function judgeLocked(answer: Answer): Fault | undefined {
  if (answer.says === 'unseen' && answer.why === 'failed') return failure(answer);
  if (answer.says !== 'ok') return undefined;
  const mend = `clamd says OK of an archive that is locked with a password. Put the line "AlertEncrypted yes" into clamd.conf ${RESTART}`;
  return { short: 'lets locked files through that it cannot look into', mend };
}

function judgeDeep(answer: Answer): Fault | undefined {
  if (answer.says === 'unseen') return answer.why === 'failed' ? failure(answer) : undefined;
  if (answer.says === 'ok') return silent('archives in archives that it does not look into');
  const mend = `clamd looks into 120 archives in one another, so that it cannot be tested whether it tells of what it leaves out. Set MaxRecursion in clamd.conf to 100 or less ${RESTART}`;
  return { short: 'cannot be tested with the limits that are set for it', mend };
}

function judgeLargest(answer: Answer, largestFile: number): Fault | string | undefined {
  if (answer.says === 'ok') return silent(`files of ${megabytes(largestFile)} that it does not look into`);
  if (answer.says === 'found') return undefined;
  if (answer.why === 'failed') return failure(answer);
  const lines = answer.why === 'size' ? 'StreamMaxLength, MaxFileSize and MaxScanSize' : 'MaxFileSize and MaxScanSize';
  return `The largest files that may be sent, of ${megabytes(largestFile)}, will not be scanned (${shown(answer)}): raise ${lines} in clamd.conf, StreamMaxLength and MaxFileSize to that size, MaxScanSize to at least twice as much.`;
}

/**
 * clamd (1.4 at least) looks at no more of a deflated file in a ZIP archive than MaxFileSize bytes, and does not tell of the rest even with
 * AlertExceedsMax. Nor does it tell what MaxFileSize is: half as much is tried until the virus at the very end is found. Undefined when clamd stopped answering.
 */
async function looksUpTo(clamd: ClamdClient, largestFile: number, signal: AbortSignal | undefined) {
  for (let size = Math.min(largestFile, LARGEST_UNPACKED); size >= SMALLEST_UNPACKED; size = Math.floor(size / 2)) {
    const file = packedVirusBehindPadding(size);
    // The time it takes is that of the bytes unpacked.
    const answer = await clamd.scan(size, file.chunks(), signal);
    if (answer.says === 'found') return size;
    if (answer.says === 'unseen' && (answer.why === 'gone' || answer.why === 'late')) return undefined;
  }
  return 0;
}

function remarkOnUnpacking(unpacks: number): string {
  return `An archive with a file that unpacks to more than ${megabytes(unpacks)} will not be called clean, since clamd does not tell where it stopped looking: raise MaxFileSize and MaxScanSize in clamd.conf.`;
}

function silent(what: string): Fault {
  const mend = `clamd says OK of ${what}. Put the line "AlertExceedsMax yes" into clamd.conf ${RESTART}`;
  return { short: 'lets files through that it did not look at, because they are too large or too deep', mend };
}

function failure(answer: Answer): Fault {
  const mend = `clamd could not look at a test file (${shown(answer)}). See its log, the space in TemporaryDirectory, and what it may read and write.`;
  return { short: 'fails at looking into files', mend };
}

/** "ClamAV 1.4.6/27500/Tue Jan 6 08:25:33 2026": the date is missing where the signatures are only one's own. */
function remarksOnAge(version: string, now: Date): string[] {
  const made = Date.parse(version.split('/')[2] ?? '');
  if (!(now.getTime() - made > OLD_DAYS * DAY)) return [];
  const days = Math.floor((now.getTime() - made) / DAY);
  return [`The signatures of clamd are ${days} days old: see that freshclam runs and can reach its mirror.`];
}

function shown(answer: Answer): string {
  if (answer.says === 'unseen') return answer.detail;
  return answer.says === 'ok' ? 'it says OK' : `it says ${answer.signature}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toLocaleString('en-GB', { maximumFractionDigits: 1 })} MB`;
}
