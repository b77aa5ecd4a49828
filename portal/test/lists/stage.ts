import type { LightMyRequestResponse } from 'fastify';
import { AMINA, addTestPerson, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

export const KEEPER = 'kit@northern.example';
export const READER = 'ada@northern.example';
export const OTHER_KEEPER = 'ola@albion.example';
export const LOOKER = 'lena@regulator.example';
export const CODES = '/organisation/lists/assessment-codes';
export const NUMBERS = '/organisation/lists/qualification-numbers';

/** Northern with somebody who keeps its lists (Kit) and an auditor (Ada); Albion with a keeper (Ola); a regulator's Lena. */
export interface ListsStage extends AsyncDisposable {
  readonly garner: TestGarner;
  readonly world: World;
  readonly keeper: Visitor;
  readonly amina: Visitor;
}

export async function openListsStage(): Promise<ListsStage> {
  const garner = await openTestGarner();
  const world = await makeWorld(garner);
  const { context } = garner;
  await context.db.transaction().execute(async (trx) => {
    const { id: regulator } = await trx
      .selectFrom('organisation')
      .select('id')
      .where('kind', '=', 'regulator')
      .executeTakeFirstOrThrow();
    const people = [
      ['Kit Moss', KEEPER, world.northern, ['Qualifications & Units']],
      ['Ada Finch', READER, world.northern, ['Auditor']],
      ['Ola Reed', OTHER_KEEPER, world.albion, ['Qualifications & Units']],
      ['Lena Voss', LOOKER, regulator, ['Collector Administrator', 'Collector']],
    ] as const;
    for (const [name, email, organisationId, permissions] of people)
      await addTestPerson(trx, context, { name, email, organisationId, permissions: [...permissions], jobTitles: [] });
  });
  return {
    garner,
    world,
    keeper: await Visitor.signedIn(garner.app, KEEPER),
    amina: await Visitor.signedIn(garner.app, AMINA),
    [Symbol.asyncDispose]: () => garner[Symbol.asyncDispose](),
  };
}

/** Adds a code by the form. */
export async function add(
  visitor: Visitor,
  list: string,
  entry: Readonly<Record<string, string>>,
): Promise<LightMyRequestResponse> {
  await visitor.get(`${list}/add`);
  return await visitor.post(`${list}/add`, entry);
}

/** Uploads a file of codes by the form. */
export async function upload(
  visitor: Visitor,
  list: string,
  way: string,
  content: string | Buffer,
  name: string = 'codes.csv',
): Promise<LightMyRequestResponse> {
  await visitor.get(`${list}/upload`);
  const boundary = '----garner-test';
  const field = (of: string, value: string): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${of}"\r\n\r\n${value}\r\n`;
  const payload = Buffer.concat([
    Buffer.from(field('_csrf', visitor.csrf) + (way === '' ? '' : field('way', way))),
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return await visitor.ask(`${list}/upload`, { method: 'POST', headers, payload });
}

/** Confirms an import whose page was just looked at. */
export async function confirm(visitor: Visitor, address: string): Promise<LightMyRequestResponse> {
  const { body } = await visitor.get(address);
  return await visitor.post(address, { version: hidden(body, 'version') });
}

/** A hidden field of a page. */
export function hidden(body: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
}

/** The number of a code's entry, from the page of its list. */
export async function entryId(visitor: Visitor, list: string, code: string): Promise<string> {
  const { body } = await visitor.get(`${list}?search=${encodeURIComponent(code)}`);
  const id = /entries\/(\d+)"/.exec(body)?.[1];
  if (id === undefined) throw new Error(`${code} is not in ${list}`);
  return id;
}

/** What the audit trail tells of the lists, oldest first. */
export async function told({
  context,
}: TestGarner): Promise<readonly { action: string; subject: string; after: unknown; before: unknown }[]> {
  const { rows } = await context.pool.query(
    `select action, subject, before, after from audit_event left join audit_detail on event_id = id
     where action like 'list.%' order by id`,
  );
  return rows;
}
