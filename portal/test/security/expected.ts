import { expect } from 'vitest';
import type { Role } from './roles.ts';
import { isUnsafe } from './route-table.ts';
import type { Row } from './routes/row.ts';

const SIGN_IN = '401 sign-in-needed';

/**
 * What a row's rule gives to a role, as "403 forbidden"; where it lets them in, anything that begins with the row's status.
 * An answer to HEAD has no words.
 */
export function expected(name: string, row: Row, role: Role): unknown {
  const words = wordsOf(name, row, role);
  return typeof words === 'string' && name.startsWith('HEAD ') ? words.slice(0, 3) : words;
}

function wordsOf(name: string, row: Row, role: Role): unknown {
  const { rule, ok, signedIn = ok, seenBy = () => true } = row;
  const { state } = role;
  const isIn = state === 'full' || state === 'old' || state === 'looking';
  if (state === 'looking' && isUnsafe(name) && !row.whileSeeing) return '403 only-looking';
  if (rule === 'anyone') return status(isIn ? signedIn : ok);
  if (rule === 'first-step') return isIn ? status(signedIn) : state === 'half' ? status(ok) : SIGN_IN;
  if (!isIn) return SIGN_IN;
  if (rule !== 'signed-in' && ![rule.permission].flat().some((one) => role.permissions.includes(one)))
    return '403 forbidden';
  if (row.recent && state === 'old') return '403 confirmation-needed';
  return seenBy(role) ? status(ok) : '404 not-found';
}

function status(code: number): unknown {
  return expect.stringMatching(new RegExp(`^${code}\\b`));
}
