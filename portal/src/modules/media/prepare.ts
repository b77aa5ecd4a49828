import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { listen, MediaError, soundprint, waveform, workFolder } from '../../platform/media/index.ts';
import type { FileRow } from './file-queries.ts';
import { placesOf } from './file-queries.ts';
import type { FileNotice } from './model.ts';
import { noticeWords, rightContainer } from './notices.ts';
import { findWork } from './queries.ts';
import { sameSound } from './same-sound.ts';
import { type FileNews, noteProgress } from './store.ts';

/** Columns of a drawn waveform. */
const POINTS = 600;
/** Making it playable is most of the work; listening is the rest. */
const PLAYABLE_PART = 0.8;
/** Progress is written down so often at most. */
const PROGRESS_MS = 1000;

/** Makes a recording playable everywhere and listens to it. What came of it, or why nothing did; the original stays untouched. */
export async function prepareFile(context: Context, file: FileRow, signal: AbortSignal): Promise<FileNews> {
  const { db, blobs, media, log } = context;
  const places = await placesOf(db, file.id);
  const work = await findWork(db, file.centreId, file.componentId);
  if (!places || !work) throw new Error(`File ${file.id} has no bytes or no component`);
  const path = blobs.localPath(places.original);
  await using folder = await workFolder(context.workFolder);
  try {
    const probe = await media.probe(path, { signal });
    if (probe.kind === 'neither')
      return { status: 'failed', failure: 'kind', detail: `it holds no sound and no pictures${kindOf(places.kind)}` };
    const ending = probe.kind === 'audio' ? '.m4a' : '.mp4';
    const out = join(folder.path, `playable${ending}`);
    const progress = progressOf(context, file);
    const seconds = probe.seconds;
    await media.makePlayable(path, out, {
      kind: probe.kind,
      seconds,
      signal,
      progress: (part) => progress(part * PLAYABLE_PART),
    });
    const levels = await media.levels(path, {
      signal,
      progress: (part) => progress(PLAYABLE_PART + part * (1 - PLAYABLE_PART)),
    });
    const length = seconds ?? (levels.channels[0]?.rms.length ?? 0) / levels.perSecond;
    const print = soundprint(levels);
    const notices: FileNotice[] = [
      ...rightContainer(file.name, probe),
      ...listen(probe, levels, work.rules).map((notice) => ({ ...notice, words: noticeWords(notice, work.rules) })),
      ...(await sameSound(db, file, print, length)),
    ];
    const key = `playable/${file.id}${ending}`;
    await blobs.adopt(key, out);
    const news = {
      facts: { kind: probe.kind, container: probe.container, seconds: length },
      notices,
      waveform: waveform(levels, POINTS),
      soundprint: print,
      playable: { key, type: probe.kind === 'audio' ? 'audio/mp4' : 'video/mp4' },
    };
    const blocking = notices.find(({ code }) => work.rules.blocking.includes(code));
    return blocking
      ? { status: 'failed', failure: 'rule', detail: blocking.words, ...news }
      : { status: 'uploaded', ...news };
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    log.info({ file: file.id, kind: error.kind, detail: error.detail }, 'a recording could not be made playable');
    const failure = error.kind === 'unreadable' ? 'kind' : 'transcoding';
    return {
      status: 'failed',
      failure,
      detail: `${asClause(error.message)}${failure === 'kind' ? kindOf(places.kind) : ''}`,
    };
  }
}

/** ", but is a plain text file", where the scanner knows. */
function kindOf(kind: string | null): string {
  return kind === null || /we do not know/.test(kind) ? '' : `; it is ${kind}`;
}

/** A sentence as the part of another. */
function asClause(sentence: string): string {
  return sentence.replace(/\.$/, '').replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase());
}

function progressOf({ db, log }: Context, file: FileRow): (part: number) => void {
  let last = 0;
  return (part) => {
    const now = performance.now();
    if (now - last < PROGRESS_MS) return;
    last = now;
    noteProgress(db, file, part).catch((error) => log.warn({ err: error }, 'could not note progress'));
  };
}
