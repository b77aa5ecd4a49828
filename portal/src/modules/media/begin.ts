import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import type { Database } from '../../platform/db/database.ts';
import { conflict, RequestError, refused } from '../../platform/http/errors.ts';
import { count } from '../../ui/words.ts';
import { viewerFor } from '../accounts/index.ts';
import { cleanName, type NewUpload, type Uploads } from '../uploads/index.ts';
import { findMediaFile, sameContent } from './file-queries.ts';
import { endingOf, usualRole } from './kinds.ts';
import type { FileRole } from './model.ts';
import { type CentreWork, entriesOf } from './queries.ts';
import { PERMISSION } from './route-parts.ts';
import { addFile, openWork, refuseLocked, setTags } from './store.ts';
import { RECEIVED } from './tasks.ts';

/** So many uploads of a centre may be under way: hundreds of recordings are sent at once, and a crash leaves them unfinished. */
const MOST_UNFINISHED = 1000;
const BYTES_A_DAY = 1000 * 1000 ** 3;

export interface FileToSend {
  readonly name: string;
  readonly size?: number;
  readonly lastModified?: number;
  readonly fingerprint?: string;
  readonly role?: FileRole;
  readonly candidates: readonly number[];
}

/** What became of the wish to send a file. */
export interface Begun {
  readonly id: string;
  readonly url: string;
  /** It was begun before, here or elsewhere, by the viewer or a colleague: it goes on. */
  readonly resumes: boolean;
}

/** Begins to take a file in, or goes on with one of the same content. Throws, in words, what cannot be taken, before a byte is sent. */
export async function beginFile(
  context: Context,
  request: FastifyRequest,
  uploads: Uploads,
  work: CentreWork,
  wish: FileToSend,
): Promise<Begun> {
  const { db, clock } = context;
  refuseLocked(work, clock.now());
  const { personId, organisationId } = viewerFor(request);
  const name = cleanName(wish.name);
  const isDocument = wish.role === 'document';
  const role = wish.role ?? usualRole(name, work.rules);
  refuseRole(work, role, name);
  if (isDocument) refuseLongName(work, name);
  // Before its candidates are looked at: what goes on counts among their files already.
  const known = await alreadyThere(db, work, name, wish);
  if (known) {
    await tagUntagged(context, request, known.id, wish.candidates);
    return known;
  }
  if (!isDocument) await refuseCandidates(context, work, wish.candidates);
  const limits = isDocument ? work.rules.documents : work.rules;
  const upload: NewUpload = {
    organisationId,
    personId,
    name,
    ...(wish.size === undefined ? {} : { size: wish.size }),
    ...(wish.lastModified === undefined ? {} : { lastModified: new Date(wish.lastModified) }),
    purpose: `component ${work.componentId}`,
    limits: { types: limits.types, bytes: limits.bytes, unfinished: MOST_UNFINISHED, bytesADay: BYTES_A_DAY },
    sharedWith: PERMISSION,
    then: { task: RECEIVED, payload: {} },
    also: async (trx, id) => {
      const open = await openWork(trx, clock, work);
      // Once more under the lock: somebody may have come first.
      if (!isDocument) await refuseCandidates({ db: trx }, open, wish.candidates);
      const { componentId, centreId } = work;
      const { size, fingerprint, candidates } = wish;
      await addFile(trx, clock, id, {
        componentId,
        centreId,
        personId,
        role,
        name,
        size,
        fingerprint,
        candidateIds: isDocument ? [] : candidates,
      });
    },
  };
  const id = await uploads.begin(upload);
  return { id, url: `/uploads/${id}`, resumes: false };
}

/** Whoever goes on with a file that is nobody's yet says whose it is; what somebody tagged before stays. */
async function tagUntagged(
  { db, clock }: Context,
  request: FastifyRequest,
  fileId: string,
  candidates: readonly number[],
): Promise<void> {
  if (candidates.length === 0) return;
  await db.transaction().execute(async (trx) => {
    const file = await findMediaFile(trx, fileId);
    if (!file) return;
    const open = await openWork(trx, clock, file);
    const now = await findMediaFile(trx, fileId);
    if (!now || now.role === 'document' || now.candidates.length > 0) return;
    await refuseCandidates({ db: trx }, open, candidates);
    await setTags(trx, { clock, personId: viewerFor(request).personId, address: request.ip }, now, candidates);
  });
}

/** An unfinished upload of the same content, to go on with; throws where the content is here already. */
async function alreadyThere(
  db: Database,
  work: CentreWork,
  name: string,
  { fingerprint, size }: FileToSend,
): Promise<Begun | undefined> {
  if (fingerprint === undefined || size === undefined) return undefined;
  const same = await sameContent(db, work, { fingerprint, size });
  if (!same || same.status === 'failed') return undefined;
  if (same.state === 'receiving') return { id: same.id, url: `/uploads/${same.id}`, resumes: true };
  throw conflict(
    'This file is here already',
    `“${name}” has the same content as “${same.name}”, which was uploaded before. To use it for another candidate, choose “Edit candidates” beside it.`,
  );
}

function refuseRole({ rules, code }: CentreWork, role: FileRole, name: string): void {
  if (role === 'document' || rules.roles.includes(role)) return;
  throw refused(415, `${code} takes no ${role === 'form' ? 'forms' : role}`, `“${name}” cannot be sent as that.`);
}

function refuseLongName({ rules: { documents } }: CentreWork, name: string): void {
  const { length } = [...name];
  if (length <= documents.nameLength) return;
  throw refused(
    422,
    'The name of the file is too long',
    `“${name}” has ${length} characters; the most is ${documents.nameLength}, its ending ${endingOf(name)} included. Rename it, then choose it again.`,
  );
}

/** Throws where a file of the work is for one candidate only. */
export function refuseSeveral({ rules, code }: CentreWork): void {
  if (rules.shared) return;
  throw refused(422, 'Choose one candidate', `A file for ${code} is for one candidate only.`);
}

/** Throws unless these are candidates of the work who may have a file. */
export async function refuseCandidates(
  { db }: Pick<Context, 'db'>,
  work: CentreWork,
  candidateIds: readonly number[],
): Promise<void> {
  if (candidateIds.length === 0) return;
  const { filesEach } = work.rules;
  if (candidateIds.length > 1) refuseSeveral(work);
  const entries = new Map((await entriesOf(db, work)).map((entry) => [entry.id, entry]));
  for (const id of candidateIds) {
    const entry = entries.get(id);
    if (!entry) throw refused(422, 'Choose candidates from the list', 'One of them is not entered for this component.');
    const who = `${entry.number} ${entry.surname}, ${entry.forename}`;
    if (entry.withdrawnAt !== null)
      throw refused(422, `${who} was withdrawn`, 'Their entry was withdrawn; choose another candidate.');
    if (entry.files >= filesEach) {
      const most = `A candidate may have ${count(filesEach, 'file')} for ${work.code}. Delete one that is not wanted first.`;
      throw refused(422, `${who} has ${count(entry.files, 'file')} already`, most);
    }
    if (entry.reason !== null) {
      throw refused(
        422,
        `${who} has a non-submission`,
        `“${entry.reason}” is recorded for them. Take that back first, if there is a file after all.`,
      );
    }
  }
}

/** A fault in words for a list of several files. */
export function inWords(error: unknown): { readonly title: string; readonly detail: string } {
  if (error instanceof RequestError) return { title: error.title, detail: error.message };
  throw error;
}
