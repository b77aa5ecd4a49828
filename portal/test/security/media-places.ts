import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { addComponent, addSession, enter } from '../../src/modules/media/index.ts';
import { addFile, moveFile } from '../../src/modules/media/store.ts';
import { Uploads } from '../../src/modules/uploads/index.ts';
import type { TestGarner } from '../harness.ts';
import { RULES } from '../media/centre.ts';

/** What routes of recordings are about: Northern is both the awarding body and the centre. */
export interface MediaPlaces {
  readonly session: number;
  readonly component: number;
  /** A component of which the final submission was made. */
  readonly submitted: number;
  /** A file of entries that waits to be confirmed. */
  readonly entries: number;
  readonly certificate: number;
  /** A fresh file of the first component. */
  file(): Promise<string>;
}

export async function makeMediaPlaces(
  { context }: TestGarner,
  { organisationId, personId }: { readonly organisationId: number; readonly personId: number },
): Promise<MediaPlaces> {
  const { db, clock, pool } = context;
  const uploads = new Uploads(context);
  const session = await addSession(db, {
    bodyId: organisationId,
    code: 'JUN27',
    name: 'June 2027',
    contact: 'recordings@northern.example',
    keepUntil: '2026-11-01',
  });
  const add = (code: string): Promise<number> =>
    addComponent(db, {
      sessionId: session,
      code,
      name: 'Speaking',
      qualification: 'GCSE',
      subject: 'English',
      opensAt: new Date('2026-01-01T00:00:00Z'),
      closesAt: new Date('2027-06-30T00:00:00Z'),
      rules: RULES,
    });
  const [component, submitted] = [await add('1/A'), await add('1/B')];
  const candidate = { centreId: organisationId, number: '0001', surname: 'CRAWFORD', forename: 'EVE' };
  await enter(db, clock, session, [
    { ...candidate, componentId: component },
    { ...candidate, componentId: submitted },
  ]);
  await pool.query(
    `insert into media_final (component_id, centre_id, number, person_id, submitted_at, late, receipt)
     values ($1, $2, 1, $3, now(), false, $4)`,
    [submitted, organisationId, personId, RECEIPT],
  );
  const { rows: waiting } = await pool.query<{ id: number }>(
    `insert into media_import (session_id, person_id, file_name, whole, rows, summary, created_at)
     values ($1, $2, 'entries.csv', false, '[]', '{}', $3) returning id`,
    [session, personId, clock.now()],
  );
  const { rows: destroyed } = await pool.query<{ id: number }>(
    `insert into media_destruction (session_id, person_id, at, certificate) values ($1, $2, $3, $4) returning id`,
    [session, personId, clock.now(), CERTIFICATE],
  );
  return {
    session,
    component,
    submitted,
    entries: waiting[0]!.id,
    certificate: destroyed[0]!.id,
    async file() {
      const name = `${randomUUID()}.txt`;
      const id = await uploads.begin({
        organisationId,
        personId,
        name,
        size: 5,
        purpose: `component ${component}`,
        limits: { types: ['.txt'], bytes: 10, unfinished: 10_000 },
        sharedWith: 'Media Submissions',
        then: { task: 'media.received', payload: {} },
        also: (trx, id) =>
          addFile(trx, clock, id, {
            componentId: component,
            centreId: organisationId,
            personId,
            role: 'notes',
            name,
            size: 5,
            fingerprint: undefined,
            candidateIds: [],
          }),
      });
      await uploads.tus.write(Readable.from([Buffer.from('notes')]), id, 0);
      await uploads.finish(id);
      await pool.query("update file set verdict = 'not-scanned' where id = $1", [id]);
      await moveFile(db, clock, { id, componentId: component, centreId: organisationId }, { status: 'uploaded' });
      return id;
    },
  };
}

const CERTIFICATE = JSON.stringify({
  body: 'Northern Skills Awards',
  session: 'June 2027',
  code: 'JUN27',
  keepUntil: '2026-11-01',
  person: 'Somebody',
  files: [],
});

const RECEIPT = JSON.stringify({
  centre: 'Northern Skills Awards',
  centreNumber: null,
  body: 'Northern Skills Awards',
  session: 'June 2027',
  component: { code: '1/B', name: 'Speaking' },
  candidates: [],
  files: [],
  failed: [],
});
