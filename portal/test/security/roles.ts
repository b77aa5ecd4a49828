import type { Visitor } from '../visitor.ts';

export type House = 'northern' | 'albion' | 'regulator' | 'department';

/**
 * How far somebody has come: nobody; only with the first step done; signed in; looking at what Northern sees, for the regulator;
 * signed in with a membership that has ended; signed in, but who they are was proved some time ago.
 */
export type State = 'nobody' | 'half' | 'full' | 'looking' | 'ended' | 'old';

/** Somebody who asks for every route. */
export interface Role {
  readonly name: string;
  readonly state: State;
  /** The organisation whose things they see. */
  readonly house?: House;
  readonly permissions: readonly string[];
}

export interface RoleAtWork extends Role {
  readonly visitor: Visitor;
}

/** Whose thing an address names. */
export type SeenBy = (role: Role) => boolean;

export const northern: SeenBy = ({ house }) => house === 'northern';
export const regulator: SeenBy = ({ house }) => house === 'regulator';
/** An auditor of who collects reads the whole chain; not while looking at another organisation's pages. */
export const whoCollects: SeenBy = ({ house }) => house === 'regulator' || house === 'department';
/** Whoever began Northern's upload. */
export const SENDER = 'Data Submissions at northern';
export const sender: SeenBy = ({ name }) => name === SENDER;
/** A message about a return of Northern's: for those who read all of an organisation's messages. */
export const readsMessages: SeenBy = (role) =>
  northern(role) && ['Data Submissions', 'Auditor'].some((one) => role.permissions.includes(one));
