/** A request that cannot be answered as asked. Mapped once to a page or an RFC 9457 problem document. */
export class RequestError extends Error {
  override name = 'RequestError';
  readonly status: number;
  /** A heading for people. */
  readonly title: string;
  /** Stable name of the kind of fault, for programs. */
  readonly kind: string;

  constructor(status: number, kind: string, title: string, message: string) {
    super(message);
    this.status = status;
    this.kind = kind;
    this.title = title;
  }
}

/** Not there, or not this person's to know of: the two are never told apart. */
export function notFound(): RequestError {
  return new RequestError(
    404,
    'not-found',
    'Page not found',
    'If you typed the address, check it. If you followed a link, it may be for another organisation than the one you are signed in for.',
  );
}

/** One of these permissions is needed. */
export function forbidden(permission: string | readonly string[]): RequestError {
  const needed = [permission]
    .flat()
    .map((one) => `“${one}”`)
    .join(' or ');
  return new RequestError(
    403,
    'forbidden',
    'You do not have permission to do this',
    `You need the permission ${needed}. An administrator of your organisation can give it to you.`,
  );
}

/** Somebody who looks at what another organisation sees tried to change something. */
export function onlyLooking(organisation: string): RequestError {
  return new RequestError(
    403,
    'only-looking',
    'You are only looking',
    `You see Garner as ${organisation} sees it, and can change nothing there. Stop looking to act for your own organisation.`,
  );
}

/** Who somebody is must be proved again before this. */
export function confirmationNeeded(): RequestError {
  return new RequestError(
    403,
    'confirmation-needed',
    'Confirm that it is you',
    'It is some time since you proved who you are. Do so again, then repeat what you wanted to do; nothing was changed.',
  );
}

export function signInNeeded(): RequestError {
  return new RequestError(
    401,
    'sign-in-needed',
    'Sign in to go on',
    'You need to be signed in for this page. If you were, your session has ended; nothing was lost.',
  );
}

export function badRequest(message: string): RequestError {
  return new RequestError(400, 'bad-request', 'There is a problem with this request', message);
}

/** What was asked does not fit what is there now. */
export function conflict(title: string, message: string): RequestError {
  return new RequestError(409, 'conflict', title, message);
}

/** Refused before it was taken: too large, wrong type, no room. */
export function refused(status: 413 | 415 | 422 | 429 | 507, title: string, message: string): RequestError {
  return new RequestError(status, 'refused', title, message);
}

export function stalePage(): RequestError {
  return new RequestError(
    403,
    'stale-page',
    'This page is out of date',
    'Go back, refresh the page and try again. Nothing was changed. If it happens again, check that your browser accepts cookies.',
  );
}
