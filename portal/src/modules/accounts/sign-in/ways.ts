import type { Database } from '../../../platform/db/database.ts';
import type { HalfSignedIn } from '../model.ts';

/** Ways to take the second step. 'phone' is a text message or a call. */
export const WAYS = ['passkey', 'app', 'phone', 'recovery'] as const;
export type Way = (typeof WAYS)[number];

/** The ways open to somebody, the quickest and safest first; none for who has not set any up yet. */
export async function waysOf(
  db: Database,
  { personId, phone }: Pick<HalfSignedIn, 'personId' | 'phone'>,
): Promise<readonly Way[]> {
  const has = await db
    .selectNoFrom((select) => [
      select.exists(select.selectFrom('passkey').select('created_at').where('person_id', '=', personId)).as('passkey'),
      select
        .exists(
          select
            .selectFrom('authenticator')
            .select('id')
            .where('person_id', '=', personId)
            .where('confirmed_at', 'is not', null),
        )
        .as('app'),
      select
        .exists(
          select
            .selectFrom('recovery_code')
            .select('id')
            .where('person_id', '=', personId)
            .where('used_at', 'is', null),
        )
        .as('recovery'),
    ])
    .executeTakeFirstOrThrow();
  return WAYS.filter((way) => (way === 'phone' ? phone !== undefined : has[way]));
}
