/** What was done on one's account, as the banner of the next page says it. */
export const DONE = {
  name: 'Your name was saved.',
  'app-added': 'The authenticator app was added.',
  'app-removed': 'The authenticator app was removed.',
  'passkey-added': 'The passkey was added.',
  'passkey-removed': 'The passkey was removed.',
  'passkey-only': 'You sign in with a passkey only now.',
  'password-too': 'Your password is taken again, with a second step.',
  'phone-changed': 'Your phone number was changed.',
  'phone-removed': 'Your phone number was removed.',
  'session-ended': 'That session has ended.',
  'sessions-ended': 'You are signed out everywhere else.',
  'browsers-distrusted': 'Every browser is asked for the second step again.',
  password: 'Your password was changed.',
  address: 'Your e-mail address was changed.',
  'address-asked': 'We sent a link to the new address. It is yours here once you have followed the link.',
} as const satisfies Readonly<Record<string, string>>;

export type Done = keyof typeof DONE;
