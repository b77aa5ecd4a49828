import { northern } from '../roles.ts';
import { file, form, type Rows } from './row.ts';

const ADMINISTRATOR = { rule: { permission: 'Organisation Administrator' }, ok: 200 } as const;
const RECENT = { ...ADMINISTRATOR, recent: true } as const;
const MEMBER = { ...ADMINISTRATOR, seenBy: northern } as const;
const MEMBER_RECENT = { ...MEMBER, recent: true } as const;
/** The act ran out of time. */
const DECIDER = {
  rule: { permission: ['Organisation Administrator', 'Approver'] },
  ok: 409,
  seenBy: northern,
} as const;
const place = (what = '') => ({ url: ({ member }: { member: number }) => `/organisation/users/${member}${what}` });
const given = (what = '') => ({
  url: ({ peopleImport }: { peopleImport: number }) => `/organisation/users/import/${peopleImport}${what}`,
});
const leaving = { url: ({ leaver }: { leaver: number }) => `/organisation/users/${leaver}/delete` };
const act = (what: string) => ({ url: ({ act }: { act: number }) => `/organisation/acts/${act}/${what}` });

/** The people of an organisation. */
export const USERS: Rows = {
  'GET /organisation/users': { ...ADMINISTRATOR, url: '/organisation/users' },
  'GET /organisation/users/add': { ...ADMINISTRATOR, url: '/organisation/users/add' },
  'POST /organisation/users/add': { ...ADMINISTRATOR, ok: 422, url: '/organisation/users/add' },
  'GET /organisation/users/import': { ...ADMINISTRATOR, url: '/organisation/users/import' },
  'POST /organisation/users/import': { ...ADMINISTRATOR, ok: 422, url: '/organisation/users/import', body: file() },
  'GET /organisation/users/import/:id': { ...MEMBER, ...given() },
  'POST /organisation/users/import/:id/confirm': {
    ...MEMBER,
    ...given('/confirm'),
    // There is nobody in the file.
    ok: 409,
    body: form({ shown: '' }),
  },
  'POST /organisation/users/import/:id/give-up': { ...MEMBER, ...given('/give-up'), ok: 303 },
  'GET /organisation/users/:id': { ...MEMBER, ...place() },
  'POST /organisation/users/:id': { ...MEMBER, ...place(), ok: 422 },
  'GET /organisation/users/:id/reset-password': { ...MEMBER, ...place('/reset-password') },
  'POST /organisation/users/:id/reset-password': { ...MEMBER, ...place('/reset-password'), ok: 303 },
  // They have signed up.
  'POST /organisation/users/:id/invitation': { ...MEMBER, ...place('/invitation'), ok: 409 },
  'GET /organisation/users/:id/powers': { ...MEMBER_RECENT, ...place('/powers?give=Approver') },
  'POST /organisation/users/:id/powers': {
    ...MEMBER_RECENT,
    ...place('/powers'),
    ok: 303,
    body: form({ give: ['Approver'] }),
  },
  'GET /organisation/users/:id/second-steps': { ...MEMBER_RECENT, ...place('/second-steps') },
  'POST /organisation/users/:id/second-steps': { ...MEMBER_RECENT, ...place('/second-steps'), ok: 303 },
  'GET /organisation/users/:id/delete': { ...MEMBER_RECENT, ...leaving },
  'POST /organisation/users/:id/delete': { ...MEMBER_RECENT, ...leaving, ok: 303 },

  'GET /organisation/acts': { ...DECIDER, ok: 200, seenBy: () => true, url: '/organisation/acts' },
  'GET /organisation/acts/:id/agree': { ...DECIDER, ...act('agree'), recent: true },
  'POST /organisation/acts/:id/agree': { ...DECIDER, ...act('agree'), recent: true },
  'POST /organisation/acts/:id/refuse': { ...DECIDER, ...act('refuse') },
  'POST /organisation/acts/:id/withdraw': { ...DECIDER, ...act('withdraw') },

  'GET /organisation/settings': { ...ADMINISTRATOR, url: '/organisation/settings' },
  'GET /organisation/settings/two-person': { ...RECENT, url: '/organisation/settings/two-person' },
  // Nothing is said of which way it is switched.
  'POST /organisation/settings/two-person': { ...RECENT, ok: 400, url: '/organisation/settings/two-person' },
};
