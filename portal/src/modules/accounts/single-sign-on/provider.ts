import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import type { Context } from '../../../context.ts';

type SingleSignOn = NonNullable<Context['config']['singleSignOn']>;

/** Who somebody is to the provider. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** Only where the provider says that it has checked it. */
  readonly verifiedEmail: string | undefined;
  /** The provider asked for a second step itself. */
  readonly twoSteps: boolean;
}

export interface Visit {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** RFC 8176 names for what only somebody with more than a password can do. */
const STRONG = ['mfa', 'otp', 'hwk', 'swk', 'sms', 'tel', 'fpt', 'face', 'sc'];
const SCOPE = 'openid email profile';

/** A provider of OpenID Connect; what it can do is asked of it when it is first needed, and again after a failure. */
export class Provider {
  readonly #settings: SingleSignOn;
  readonly #back: string;
  #found: Promise<Configuration> | undefined;

  /** `back`: where people come back to, as it is registered with the provider. */
  constructor(settings: SingleSignOn, back: string) {
    this.#settings = settings;
    this.#back = back;
  }

  /** Where to send somebody. Throws where the provider cannot be reached. */
  async address({ state, nonce, verifier }: Visit): Promise<URL> {
    return buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: this.#back,
      scope: SCOPE,
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
  }

  /** Who came back, proved by the provider's signature. Throws where anything does not fit the visit. */
  async identity(query: string, { state, nonce, verifier }: Visit): Promise<Identity> {
    const tokens = await authorizationCodeGrant(await this.#configuration(), new URL(`${this.#back}${query}`), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const { email, email_verified: verified, amr } = claims;
    const methods = Array.isArray(amr) ? amr : [];
    return {
      issuer: claims.iss,
      subject: claims.sub,
      verifiedEmail: typeof email === 'string' && verified === true ? email : undefined,
      twoSteps: methods.some((method) => typeof method === 'string' && STRONG.includes(method)),
    };
  }

  async #configuration(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    // Without TLS only where the operator wrote so, which is for a provider on the same machine.
    const plain = issuer.startsWith('http:') ? [allowInsecureRequests] : [];
    // The signature is always looked at: by itself the library is content with TLS.
    const execute = [enableNonRepudiationChecks, ...plain];
    this.#found ??= discovery(new URL(issuer), clientId, clientSecret, undefined, { execute });
    try {
      return await this.#found;
    } catch (error) {
      this.#found = undefined;
      throw error;
    }
  }
}
