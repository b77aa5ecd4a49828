import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const NONCE = 12;
const TAG = 16;
const FILE = 'secret.key';
/** Shortest secret that is taken, in characters. */
export const SECRET_LEAST = 32;

/** Keys that are not in the database, each for one purpose: who has the database alone can neither read nor forge. */
export interface Secrets {
  /** A key of 32 bytes for one purpose. */
  key(purpose: string): Buffer;
  /** Encrypts what must be read again (AES-256-GCM). `about` ties it to its place: moved elsewhere, it does not open. */
  seal(about: string, plain: Uint8Array): Buffer;
  /** Throws where it was changed, or sealed elsewhere or with another secret. */
  open(about: string, sealed: Uint8Array): Buffer;
  /** HMAC-SHA-256, as base64url. */
  sign(purpose: string, text: string): string;
}

/**
 * The secret of this Garner: `given` (GARNER_SECRET) or, where there is none, that of a file in the data folder, made on first use
 * and readable by its owner alone. Several processes over one database need the same.
 */
export async function openSecrets(given: string | undefined, folder: string): Promise<Secrets> {
  return secretsFrom(given === undefined ? await secretOfFolder(folder) : Buffer.from(given));
}

export function secretsFrom(master: Uint8Array): Secrets {
  const key = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', master, '', `garner ${purpose}`, 32));
  return {
    key,
    seal(about, plain) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key('seal'), nonce).setAAD(Buffer.from(about));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open(about, sealed) {
      const bytes = Buffer.from(sealed);
      // A tag cut short would be quicker to guess.
      if (bytes.length < NONCE + TAG) throw new Error('What was sealed is cut short');
      const nonce = bytes.subarray(0, NONCE);
      const decipher = createDecipheriv('aes-256-gcm', key('seal'), nonce, { authTagLength: TAG });
      decipher.setAAD(Buffer.from(about));
      decipher.setAuthTag(bytes.subarray(-TAG));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
    },
    sign: (purpose, text) => createHmac('sha256', key(purpose)).update(text).digest('base64url'),
  };
}

async function secretOfFolder(folder: string): Promise<Buffer> {
  const path = join(folder, FILE);
  await makeSecretFile(folder, path, 48);
  const text = (await readFile(path, 'utf8')).trim();
  if (text.length < SECRET_LEAST) {
    throw new Error(`${path} is too short to be Garner's secret. Restore it from a backup.`);
  }
  return Buffer.from(text);
}

/**
 * Writes so many random bytes (as base64url) to a file below `folder` for its owner's eyes alone, where it is not there yet.
 * Made once: of several processes at the same moment one makes it, the others read it.
 */
export async function makeSecretFile(folder: string, path: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${randomBytes(bytes).toString('base64url')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
