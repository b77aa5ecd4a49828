import { sql } from 'kysely';
import type { OnMerge } from '../organisations/index.ts';

/**
 * Moves the people of an organisation that is merged to the other one. Where somebody has a membership in both for the same
 * time, what they may do is joined; where the times differ, the one that stays is left as it is, unless it is over.
 */
export const mergePeople: OnMerge = async (trx, { fromId, toId, doing: { clock } }) => {
  const now = clock.now();
  const { rows } = await sql`select 1 from membership where organisation_id = ${fromId}`.execute(trx);
  await sql`delete from membership kept using membership gone
    where kept.organisation_id = ${toId} and gone.organisation_id = ${fromId} and kept.person_id = gone.person_id
      and kept.ends_at <= ${now}`.execute(trx);
  await sql`update membership kept set
      permissions = array(select distinct unnest(kept.permissions || gone.permissions)),
      job_titles = array(select distinct unnest(kept.job_titles || gone.job_titles))
    from membership gone
    where kept.organisation_id = ${toId} and gone.organisation_id = ${fromId} and kept.person_id = gone.person_id
      and kept.starts_at is not distinct from gone.starts_at and kept.ends_at is not distinct from gone.ends_at`.execute(
    trx,
  );
  await sql`update membership gone set organisation_id = ${toId}
    where gone.organisation_id = ${fromId} and not exists (
      select from membership kept where kept.organisation_id = ${toId} and kept.person_id = gone.person_id)`.execute(
    trx,
  );
  await sql`delete from membership where organisation_id = ${fromId}`.execute(trx);
  await sql`update session set organisation_id = ${toId} where organisation_id = ${fromId}`.execute(trx);
  await sql`update session set seeing_organisation_id = null where seeing_organisation_id = ${fromId}`.execute(trx);
  await sql`update person set last_organisation_id = ${toId} where last_organisation_id = ${fromId}`.execute(trx);
  await sql`update emailed_link set organisation_id = ${toId} where organisation_id = ${fromId}`.execute(trx);
  await sql`update pending_act set decision = 'withdrawn', decided_at = ${now}
    where organisation_id = ${fromId} and decided_at is null`.execute(trx);
  return rows.length;
};
