import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A device that keeps one passkey, as WebAuthn wants it: ES256, attestation "none". */
export class Device {
  readonly id: string = randomBytes(16).toString('base64url');
  readonly origin: string;
  counter = 0;
  /** Whether it asked for a finger, a face or a PIN. */
  verifies = true;
  userHandle: string | undefined;
  readonly #key: KeyObject;
  readonly #publicKey: KeyObject;

  constructor(origin = 'http://localhost:3000') {
    this.origin = origin;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = privateKey;
    this.#publicKey = publicKey;
  }

  /** What a browser would send back for options to make a passkey. */
  make(options: { challenge: string; rp: { id: string }; user: { id: string } }): string {
    this.userHandle = options.user.id;
    const { x, y } = this.#publicKey.export({ format: 'jwk' });
    const id = Buffer.from(this.id, 'base64url');
    const key = cborMap([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x!, 'base64url')],
      [-3, Buffer.from(y!, 'base64url')],
    ]);
    const length = Buffer.from([id.length >> 8, id.length & 255]);
    const data = Buffer.concat([this.#data(options.rp.id, 0x41), Buffer.alloc(16), length, id, key]);
    const attestationObject = cborMap([
      ['fmt', 'none'],
      ['attStmt', []],
      ['authData', data],
    ]);
    return this.#answer({
      clientDataJSON: this.#client('webauthn.create', options.challenge),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What a browser would send back for options to use a passkey. */
  use(options: { challenge: string; rpId: string }): string {
    const clientDataJSON = this.#client('webauthn.get', options.challenge);
    const data = this.#data(options.rpId, 0x01);
    const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest();
    return this.#answer({
      clientDataJSON,
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', Buffer.concat([data, hash]), this.#key).toString('base64url'),
      ...(this.userHandle !== undefined && { userHandle: this.userHandle }),
    });
  }

  #answer(response: object): string {
    const { id } = this;
    return JSON.stringify({ id, rawId: id, type: 'public-key', response, clientExtensionResults: {} });
  }

  #client(type: string, challenge: string): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false })).toString(
      'base64url',
    );
  }

  #data(rpId: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([
      createHash('sha256').update(rpId).digest(),
      Buffer.from([flags | (this.verifies ? 0x04 : 0)]),
      counter,
    ]);
  }
}

type Cbor = number | string | Buffer | readonly (readonly [number | string, Cbor])[];

function cborMap(entries: readonly (readonly [number | string, Cbor])[]): Buffer {
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, value]) => [cbor(key), cbor(value)])]);
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return cborMap(value as readonly (readonly [number | string, Cbor])[]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}
