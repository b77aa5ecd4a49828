import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeSecretFile } from '../../platform/secrets.ts';

const FILE = 'audit.key';
/** Shortest key that is taken, in characters. */
export const AUDIT_KEY_LEAST = 32;

export interface AuditKeySettings {
  readonly dataFolder: string;
  /** GARNER_AUDIT_KEY. */
  readonly auditKey?: string | undefined;
}

/** Thrown where seals cannot be signed or checked, with what to do. */
export class NoAuditKeyError extends Error {
  override name = 'NoAuditKeyError';
}

/**
 * The key that seals the audit chain: GARNER_AUDIT_KEY, or the file `audit.key` in the data folder. Where neither is
 * there, `make` writes a random one, readable by its owner alone; without `make` it is a fault.
 * @throws NoAuditKeyError
 */
export async function auditKey(settings: AuditKeySettings, { make }: { make: boolean }): Promise<Buffer> {
  if (settings.auditKey !== undefined) return usable(settings.auditKey, 'GARNER_AUDIT_KEY');
  const path = join(settings.dataFolder, FILE);
  if (make) await makeSecretFile(settings.dataFolder, path, 32);
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new NoAuditKeyError(
      `The key of the audit's seals cannot be read: ${path} (${cause.code}). Set GARNER_AUDIT_KEY, or restore the file from a backup.`,
      { cause },
    );
  });
  return usable(text.trim(), path);
}

function usable(text: string, where: string): Buffer {
  if (text.length >= AUDIT_KEY_LEAST) return Buffer.from(text);
  throw new NoAuditKeyError(
    `The key of the audit's seals in ${where} is shorter than ${AUDIT_KEY_LEAST} characters. Restore it from a backup, or set a longer one before the first seal.`,
  );
}
