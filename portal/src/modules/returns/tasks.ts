import type { Context } from '../../context.ts';
import { enqueue, MOST_ATTEMPTS } from '../../platform/queue/index.ts';
import type { Task } from '../../platform/queue/worker.ts';
import { dayInWords, momentInWords } from '../../ui/words.ts';
import { beginCheck, checkOutcome, findingCounts, runCheck } from '../checks/index.ts';
import { tell } from '../notifications/index.ts';
import { scanFile, uploadFacts } from '../uploads/index.ts';
import { checkContext, referencesFor } from './check-context.ts';
import {
  type About,
  acceptedLetter,
  failedLetter,
  infectedLetter,
  type Letter,
  passedLateLetter,
  receivedLetter,
  uncheckedLetter,
} from './messages.ts';
import { isDecided, type SubmissionStatus, verdictOf } from './model.ts';
import { findReturn, submissionForTask } from './queries.ts';
import { addSubmission, lockedAndAccepted, moveSubmission, submissionTopic, type Trx } from './store.ts';

export const RECEIVED = 'returns.received';
const SCAN = 'returns.scan';
const CHECK = 'returns.check';
const DECIDE = 'returns.decide';

/** The life of a submission, step by step: received → scanned → checked → decided → told. Each step may run twice. */
export function returnTasks(context: Context): readonly Task[] {
  const { db, clock } = context;
  const step = (name: string, run: Task['run']): Task => ({
    name,
    run,
    died: async ({ submission }) => giveUp(context, Number(submission)),
  });
  return [
    {
      name: RECEIVED,
      async run(payload) {
        const [returnId, uploadId] = [Number(payload['return']), String(payload['upload'])];
        const upload = await uploadFacts(db, uploadId);
        await db.transaction().execute(async (trx) => {
          const { personId, begunAt } = upload;
          const receivedAt = upload.receivedAt ?? clock.now();
          const { id, isNew } = await addSubmission(trx, context, {
            returnId,
            uploadId,
            personId,
            begunAt,
            receivedAt,
          });
          if (!isNew) return;
          const { sha256 } = await submissionForTask(trx, id);
          await inform(context, trx, id, 'received', (about) =>
            receivedLetter(about, momentInWords(receivedAt), sha256),
          );
          await enqueue(trx, SCAN, { submission: id });
        });
      },
    },

    step(SCAN, async (payload, { signal, attempt }) => {
      const id = Number(payload['submission']);
      await db.transaction().execute(async (trx) => {
        const { status } = await lockedSubmission(trx, id);
        if (status === 'received') await moveSubmission(trx, context, id, 'scanning');
      });
      const submission = await submissionForTask(db, id);
      if (submission.status !== 'scanning') return;
      const verdict = await scanFile(context, submission.fileId, { signal, lastTry: attempt >= MOST_ATTEMPTS });
      await db.transaction().execute(async (trx) => {
        const { status } = await lockedSubmission(trx, id);
        if (status !== 'scanning') return;
        if (verdict.verdict === 'infected') {
          const moved = await moveSubmission(trx, context, id, 'infected', { facts: { signature: verdict.detail } });
          if (moved) await inform(context, trx, id, 'infected', (about) => infectedLetter(about, verdict));
          return;
        }
        const owed = await findReturn(trx, submission.organisationId, submission.returnId);
        const checkRunId = await beginCheck(trx, {
          fileId: submission.fileId,
          bytes: submission.size,
          template: { name: owed!.templateName, edition: owed!.edition, hash: owed!.templateHash },
          context: await checkContext(trx, submission),
        });
        if (await moveSubmission(trx, context, id, 'checking', { checkRunId }))
          await enqueue(trx, CHECK, { submission: id });
      });
    }),

    step(CHECK, async (payload, { signal }) => {
      const id = Number(payload['submission']);
      const submission = await submissionForTask(db, id);
      const { status, checkRunId } = submission;
      if (status !== 'checking' || checkRunId === null) return;
      const then = { task: DECIDE, payload: { submission: id } };
      const writeReference = referencesFor(context, submission);
      await runCheck(context, checkRunId, { topic: submissionTopic(id), then, writeReference }, signal);
    }),

    step(DECIDE, async (payload) => {
      const id = Number(payload['submission']);
      await db.transaction().execute(async (trx) => {
        const { status, checkRunId, alreadyAccepted } = await lockedSubmission(trx, id);
        if (status !== 'checking' || checkRunId === null) return;
        const outcome = await checkOutcome(trx, checkRunId);
        const verdict = verdictOf(outcome.errors, outcome.rowsChecked, alreadyAccepted);
        const { errors, queries, notices, rows } = outcome;
        if (!(await moveSubmission(trx, context, id, verdict, { facts: { errors, queries, notices, rows } }))) return;
        const counts = await findingCounts(trx, checkRunId);
        await inform(context, trx, id, verdict, (about) => {
          if (verdict === 'accepted') return acceptedLetter(about, outcome);
          return verdict === 'failed' ? failedLetter(about, outcome, counts) : passedLateLetter(about);
        });
      });
    }),
  ];
}

/** A submission as it stands once its return is locked: where a step runs twice at once, only one run goes on. */
async function lockedSubmission(trx: Trx, id: number) {
  const { returnId } = await submissionForTask(trx, id);
  const alreadyAccepted = await lockedAndAccepted(trx, returnId);
  return { ...(await submissionForTask(trx, id)), alreadyAccepted };
}

/** Tells the people of the organisation, once for each submission and outcome. */
async function inform(
  context: Context,
  trx: Trx,
  id: number,
  outcome: SubmissionStatus,
  write: (about: About) => Letter,
): Promise<void> {
  const submission = await submissionForTask(trx, id);
  const owed = (await findReturn(trx, submission.organisationId, submission.returnId))!;
  const letter = write({
    title: owed.title,
    period: owed.period,
    dueInWords: dayInWords(owed.dueDate),
    number: submission.number,
    fileName: submission.fileName,
    link: `${context.config.baseUrl}/returns/${submission.returnId}/submissions/${submission.number}`,
    contact: owed.contact,
  });
  await tell(trx, context, {
    ...letter,
    occasion: `submission ${id} ${outcome}`,
    organisationId: submission.organisationId,
    permission: 'Data Submissions',
  });
}

/** After the last try of a step: the submission must not wait for ever, and its sender must know. */
async function giveUp(context: Context, id: number): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    const { status } = await lockedSubmission(trx, id);
    if (isDecided(status) || !(await moveSubmission(trx, context, id, 'unchecked'))) return;
    await inform(context, trx, id, 'unchecked', uncheckedLetter);
  });
}
