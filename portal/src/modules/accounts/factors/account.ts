import type { FastifyRequest } from 'fastify';
import type { Context } from '../../../context.ts';
import { halfFor, viewerFor } from '../authentication.ts';
import { browserToken } from '../browsers.ts';
import { type AppFacts, appsOf } from './apps.ts';
import type { Owner } from './change.ts';
import { type PasskeyFacts, passkeysOf } from './passkeys.ts';
import { recoveryCodesLeft } from './recovery-codes.ts';

/** What somebody has set up to prove who they are. */
export interface AccountFacts {
  readonly name: string;
  readonly email: string;
  readonly phone: string | undefined;
  readonly hasPassword: boolean;
  readonly passwordChangedAt: Date | undefined;
  readonly passkeyOnly: boolean;
  readonly apps: readonly AppFacts[];
  readonly passkeys: readonly PasskeyFacts[];
  readonly recoveryCodes: number;
}

export async function accountOf(context: Pick<Context, 'db'>, personId: number): Promise<AccountFacts> {
  const person = await context.db
    .selectFrom('person')
    .select(['name', 'email', 'phone', 'password_hash', 'password_changed_at', 'passkey_only'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  return {
    name: person.name,
    email: person.email,
    phone: person.phone ?? undefined,
    hasPassword: person.password_hash !== null,
    passwordChangedAt: person.password_changed_at ?? undefined,
    passkeyOnly: person.passkey_only,
    apps: await appsOf(context, personId),
    passkeys: await passkeysOf(context, personId),
    recoveryCodes: await recoveryCodesLeft(context.db, personId),
  };
}

/** Who changes their own account. */
export function ownerOf(context: Context, request: FastifyRequest): Owner & { readonly organisationId: number } {
  const { personId, name, email, organisationId, looking } = viewerFor(request);
  return {
    personId,
    name,
    email,
    organisationId: looking?.organisationId ?? organisationId,
    address: request.ip,
    browser: browserToken(context, request),
  };
}

/** Who sets up their first second step. */
export function halfOwnerOf(context: Context, request: FastifyRequest): Owner {
  const { personId, name, email } = halfFor(request);
  return { personId, name, email, address: request.ip, browser: browserToken(context, request) };
}

const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** A name that somebody gave to one of their things: one line that shows as it is, or the fallback. */
export function nameGiven(text: string, fallback: string): string {
  return text.toWellFormed().replaceAll(CONTROLS, ' ').trim().slice(0, 60).toWellFormed() || fallback;
}
