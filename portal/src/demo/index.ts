import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Context } from '../context.ts';
import { addMembership, addPerson } from '../modules/accounts/index.ts';
import { addCollection, COLLECTIONS, readCollection } from '../modules/collections/index.ts';
import { enter, makeSession, readMediaSession } from '../modules/media/index.ts';
import { addOrganisation, addRelation, anyOrganisation } from '../modules/organisations/index.ts';
import { addReturn, RECEIVED } from '../modules/returns/index.ts';
import { Uploads } from '../modules/uploads/index.ts';
import type { Database } from '../platform/db/database.ts';
import type { Asker } from '../platform/http/asker.ts';
import {
  CANDIDATES,
  ENTRIES,
  LENT,
  ORGANISATIONS,
  type OrganisationKey,
  PASSWORD,
  PEOPLE,
  PHONE,
  RECORDINGS,
  RELATIONS,
  RETURNS,
} from './world.ts';

const TEMPLATE = { name: 'ptq-assessment-outcomes', edition: '2023-08' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

interface ToSend {
  readonly returnId: number;
  readonly organisationId: number;
  readonly personId: number;
  readonly example: string;
  readonly dueDate: string;
  readonly period: string;
}

/** Fills an empty Garner with the demonstration; does nothing where anything is there. */
export async function fillDemo(context: Context): Promise<void> {
  if (await anyOrganisation(context.db)) return;
  const toSend = await context.db.transaction().execute(async (trx) => {
    const organisations = new Map<OrganisationKey, number>();
    for (const [key, organisation] of Object.entries(ORGANISATIONS)) {
      organisations.set(key as OrganisationKey, await addOrganisation(trx, organisation));
    }
    const managers = await addPeople(trx, context, organisations);
    await relate(trx, context, organisations, managers.get('collector')!);
    const collectionId = await addCollection(
      trx,
      await readCollection('ptq-outcomes'),
      organisations.get('collector')!,
    );
    await enterCandidates(trx, context, organisations);
    const sending: ToSend[] = [];
    for (const owed of RETURNS) {
      const organisationId = organisations.get(owed.at)!;
      const day = (days: number): Date => new Date(context.clock.now().getTime() + days * DAY_MS);
      const dueDate = day(owed.due).toISOString().slice(0, 10);
      const returnId = await addReturn(trx, {
        collectionId,
        organisationId,
        templateName: TEMPLATE.name,
        edition: TEMPLATE.edition,
        period: owed.period,
        dueDate,
        closesAt: new Date(`${day(owed.closes).toISOString().slice(0, 10)}T23:59:00Z`),
      });
      if ('sent' in owed) {
        sending.push({
          returnId,
          organisationId,
          personId: managers.get(owed.at)!,
          example: owed.sent,
          dueDate,
          period: owed.period,
        });
      }
    }
    return sending;
  });
  for (const one of toSend) await sendExample(context, one);
}

type Ids = ReadonlyMap<OrganisationKey, number>;

/** The people of the demonstration; gives the first one of each organisation. */
async function addPeople(trx: Database, { clock }: Context, organisations: Ids): Promise<Map<OrganisationKey, number>> {
  const first = new Map<OrganisationKey, number>();
  let last = 0;
  for (const { at, ...person } of [...PEOPLE, LENT.person]) {
    last = await addPerson(trx, {
      ...person,
      password: PASSWORD,
      phone: PHONE,
      organisationId: organisations.get(at)!,
    });
    if (!first.has(at)) first.set(at, last);
  }
  await addMembership(trx, {
    personId: last,
    organisationId: organisations.get(LENT.to)!,
    permissions: LENT.permissions,
    endsAt: new Date(clock.now().getTime() + LENT.days * DAY_MS),
    grantedBy: first.get(LENT.to)!,
  });
  return first;
}

/** A session with recordings, and the candidates of two centres who are entered for it. */
async function enterCandidates(trx: Database, { clock }: Context, organisations: Ids): Promise<void> {
  const day = (days: number): Date => {
    const moment = new Date(clock.now().getTime() + days * DAY_MS);
    return new Date(`${moment.toISOString().slice(0, 10)}T17:00:00Z`);
  };
  const { sessionId, components } = await makeSession(
    trx,
    organisations.get('wessex')!,
    await readMediaSession(RECORDINGS.data),
    {
      opensAt: day(RECORDINGS.opens),
      closesAt: day(RECORDINGS.closes),
      keepUntil: day(RECORDINGS.keepDays).toISOString().slice(0, 10),
    },
  );
  const entries = Object.entries(ENTRIES).flatMap(([centre, counts]) =>
    Object.entries(counts).flatMap(([code, count]) =>
      CANDIDATES[centre as keyof typeof CANDIDATES].slice(0, count).map(([number, surname, forename]) => ({
        componentId: components.get(code)!,
        centreId: organisations.get(centre as OrganisationKey)!,
        number,
        surname,
        forename,
      })),
    ),
  );
  await enter(trx, clock, sessionId, entries);
}

async function relate(trx: Database, { clock }: Context, organisations: Ids, personId: number): Promise<void> {
  const asker: Asker = {
    personId,
    name: '',
    organisationId: organisations.get('collector')!,
    onBehalfOf: undefined,
    permissions: ['Collector Administrator'],
    address: '',
  };
  for (const { from, to, ...relation } of RELATIONS) {
    const ends = { fromId: organisations.get(from)!, toId: organisations.get(to)! };
    const { outcome } = await addRelation(trx, { clock, asker }, { ...relation, ...ends });
    if (outcome !== 'done') throw new Error(`The demonstration cannot relate ${from} and ${to}`);
  }
}

/** Sends an example file as its data manager would have; it is scanned, checked and decided like any other. */
async function sendExample(
  context: Context,
  { returnId, organisationId, personId, example, dueDate, period }: ToSend,
): Promise<void> {
  const path = join(COLLECTIONS, 'templates', TEMPLATE.name, 'examples', TEMPLATE.edition, `${example}.csv`);
  const text = (await readFile(path, 'utf8')).replaceAll('2023-10-31', dueDate).replaceAll('2022-2023', period);
  const bytes = Buffer.from(text);
  const uploads = new Uploads(context);
  const id = await uploads.begin({
    organisationId,
    personId,
    name: `outcomes-${period}.csv`,
    size: bytes.length,
    purpose: `return ${returnId}`,
    limits: { bytes: bytes.length, types: ['.csv'] },
    then: { task: RECEIVED, payload: { return: returnId } },
  });
  await uploads.tus.write(Readable.from([bytes]), id, 0);
  await uploads.finish(id);
}

/** Says who can sign in. */
export function announceDemo(address: string): void {
  console.log(`\nThe demonstration is at ${address}. These people can sign in, each with the password ${PASSWORD}\n`);
  for (const { name, email, at, jobTitles } of [...PEOPLE, LENT.person]) {
    console.log(`  ${email.padEnd(32)} ${name}, ${jobTitles.join(', ')}, ${ORGANISATIONS[at].name}`);
  }
  console.log(`\nCodes for the second step are shown at ${address}/development/messages`);
}
