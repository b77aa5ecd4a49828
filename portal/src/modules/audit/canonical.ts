import { createHash } from 'node:crypto';

/** Before the first event. */
export const NO_HASH: Buffer = Buffer.alloc(32);

/** An event's columns as the database writes them in text. */
export interface EventTexts {
  readonly id: string;
  /** Microseconds since 1970. */
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly organisation: string | null;
  readonly onBehalfOf: string | null;
  readonly digest: Buffer;
}

/** The details' columns as the database writes them in text. */
export interface DetailTexts {
  readonly salt: Buffer;
  readonly person: string | null;
  readonly address: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** What follows `previous` in the chain. Worked out here, so that the database is not asked about its own honesty. */
export function chainHash(previous: Buffer, event: EventTexts): Buffer {
  const { id, at, action, subject, organisation, onBehalfOf, digest } = event;
  const parts = ['garner-audit-event-1', id, at, action, subject, organisation, onBehalfOf, digest.toString('hex')];
  return createHash('sha256').update(previous).update(parts.map(part).join('')).digest();
}

/** The digest of an event's details. */
export function detailsDigest({ salt, person, address, before, after }: DetailTexts): Buffer {
  const parts = ['garner-audit-details-1', person, address, before, after];
  return createHash('sha256').update(salt).update(parts.map(part).join('')).digest();
}

/** What a seal signs. */
export function sealText(seal: { number: number; position: number; hash: Buffer; at: Date }): string {
  const { number, position, hash, at } = seal;
  return ['garner-audit-seal-1', String(number), String(position), hash.toString('hex'), at.toISOString()]
    .map(part)
    .join('');
}

/** A part as <bytes in UTF-8>:<part>, and - for none: no two lists of parts give one text. */
function part(text: string | null): string {
  return text === null ? '-' : `${Buffer.byteLength(text)}:${text},`;
}
