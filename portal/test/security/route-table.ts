import { ACCOUNT } from './routes/account.ts';
import { COLLECTING } from './routes/collecting.ts';
import { ENDING } from './routes/ending.ts';
import { FIRST_STEP } from './routes/first-step.ts';
import { LISTS } from './routes/lists.ts';
import { MEDIA } from './routes/media.ts';
import { OPEN } from './routes/open.ts';
import { ORGANISATIONS } from './routes/organisations.ts';
import { RECORDINGS } from './routes/recordings.ts';
import { RETURNS } from './routes/returns.ts';
import type { Row, Rows } from './routes/row.ts';
import { USERS } from './routes/users.ts';

/** Every route, who may use it, and what they get. Signing out comes last: it ends the sessions of those who ask. */
export const TABLE: Rows = {
  ...OPEN,
  ...FIRST_STEP,
  ...ACCOUNT,
  ...USERS,
  ...ORGANISATIONS,
  ...LISTS,
  ...RETURNS,
  ...COLLECTING,
  ...MEDIA,
  ...RECORDINGS,
  ...ENDING,
};
export const ROWS: readonly (readonly [string, Row])[] = Object.entries(TABLE);

/** Whether a route may change something. */
export function isUnsafe(name: string): boolean {
  return !/^(?:GET|HEAD) /.test(name);
}
export const UNSAFE: readonly (readonly [string, Row])[] = ROWS.filter(([name]) => isUnsafe(name));
