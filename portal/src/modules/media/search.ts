import { type Static, Type } from 'typebox';
import type { Database } from '../../platform/db/database.ts';
import { choicesOf, sessionsOf } from './queries.ts';
import { asked, id, text } from './route-parts.ts';

/** What a centre's lists are searched by. */
export const WorkSearch = Type.Object({
  // An empty choice of a form is no number.
  session: Type.Optional(Type.Union([id, Type.Literal('')])),
  qualification: text,
  subject: text,
  code: text,
  name: text,
});

/** What the search form offers, and what was asked for: nothing until a session is chosen. `missing`: it is not this centre's. */
export async function searched(db: Database, organisationId: number, query: Static<typeof WorkSearch>) {
  const sessions = await sessionsOf(db, organisationId);
  // With one session there is nothing to choose.
  const only = sessions.length === 1 && query.session === undefined ? sessions[0]!.id : undefined;
  const session = sessions.find((each) => each.id === (query.session || only));
  return {
    sessions,
    choices: session && (await choicesOf(db, organisationId, session.id)),
    filter: session && {
      session: session.id,
      qualification: asked(query.qualification),
      subject: asked(query.subject),
      code: asked(query.code),
      name: asked(query.name),
    },
    missing: query.session !== undefined && !session,
  };
}
