import { sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { alike } from '../../platform/media/index.ts';
import type { FileRow } from './file-queries.ts';
import type { FileNotice } from './model.ts';

/** From here on two recordings are taken for the same. */
const SAME = 0.95;

/** Recordings whose lengths differ by more are not compared. */
const SECONDS_APART = 5;
/** So many of the others are named: more say no more. */
const MOST_TOLD = 3;

/** A notice for each other recording of the centre's work that sounds the same, whatever its format. */
export async function sameSound(db: Database, file: FileRow, print: Buffer, seconds: number): Promise<FileNotice[]> {
  if (print.length === 0) return [];
  const others = await db
    .selectFrom('media_file')
    .select(['id', 'name', 'soundprint'])
    .where('component_id', '=', file.componentId)
    .where('centre_id', '=', file.centreId)
    .where('deleted_at', 'is', null)
    .where('soundprint', 'is not', null)
    .where('id', '<>', file.id)
    .where(sql<boolean>`abs((facts->>'seconds')::float8 - ${seconds}) <= ${SECONDS_APART}`)
    .execute();
  return others
    .filter(({ soundprint }) => soundprint !== null && alike(print, soundprint) >= SAME)
    .slice(0, MOST_TOLD)
    .map(noticeOf);
}

/** Tells of a recording beside each that sounds the same, as it is told of them. */
export async function tellOthers(trx: Database, file: FileRow, notices: readonly FileNotice[]): Promise<void> {
  for (const { code, file: other } of notices) {
    if (code !== 'same-sound' || other === undefined) continue;
    const notice = JSON.stringify([noticeOf(file)]);
    await sql`update media_file set notices = notices || ${notice}::jsonb where id = ${other}
      and not exists (select from jsonb_array_elements(notices) one where one->>'file' = ${file.id})`.execute(trx);
  }
}

function noticeOf({ id, name }: { readonly id: string; readonly name: string }): FileNotice {
  const words = `This sounds the same as “${name}”. Check that each candidate has the right recording.`;
  return { code: 'same-sound', file: id, words };
}
