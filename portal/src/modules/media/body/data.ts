import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Database } from '../../../platform/db/database.ts';
import { londonMoment } from '../../../platform/london.ts';
import { COLLECTIONS } from '../../collections/index.ts';
import type { ComponentRules } from '../model.ts';
import { addComponent, addSession } from '../set-up.ts';

/** A session as data: `collections/<name>/media.yaml`. Moments are `2027-06-04 17:00`, in London. */
export interface MediaSessionFile {
  readonly name: string;
  readonly code: string;
  readonly title: string;
  readonly contact: string;
  readonly description: string;
  readonly opens: string;
  readonly closes: string;
  readonly keepUntil: string;
  /** What every component asks for that does not say otherwise. */
  readonly rules: ComponentRules;
  readonly components: readonly MediaComponentFile[];
}

export interface MediaComponentFile {
  readonly code: string;
  readonly name: string;
  readonly qualification: string;
  readonly subject: string;
  readonly opens?: string;
  readonly closes?: string;
  readonly rules?: Partial<ComponentRules>;
}

/** Reads a session from the data folder. Throws where there is none. */
export async function readMediaSession(name: string, folder: string = COLLECTIONS): Promise<MediaSessionFile> {
  return load(await readFile(join(folder, name, 'media.yaml'), 'utf8')) as MediaSessionFile;
}

/** Other dates than the data's, such as those around today; absent: as in the data. */
export interface MovedDates {
  readonly opensAt?: Date | undefined;
  readonly closesAt?: Date | undefined;
  /** `yyyy-mm-dd`. */
  readonly keepUntil?: string | undefined;
  /** By a component's code, before the two above. */
  readonly components?: Readonly<Record<string, { readonly opensAt?: Date; readonly closesAt?: Date }>>;
}

export interface MadeSession {
  readonly sessionId: number;
  /** Numbers of the components by their codes. */
  readonly components: ReadonlyMap<string, number>;
}

/** Adds a session and its components for an awarding body. Throws where a moment of the data is none. */
export async function makeSession(
  trx: Database,
  bodyId: number,
  file: MediaSessionFile,
  moved: MovedDates = {},
): Promise<MadeSession> {
  const sessionId = await addSession(trx, {
    bodyId,
    code: file.code,
    name: file.title,
    contact: file.contact,
    keepUntil: moved.keepUntil ?? file.keepUntil,
  });
  const components = new Map<string, number>();
  for (const { code, name, qualification, subject, opens, closes, rules } of file.components) {
    const own = moved.components?.[code];
    const id = await addComponent(trx, {
      sessionId,
      code,
      name,
      qualification,
      subject,
      opensAt: own?.opensAt ?? moved.opensAt ?? momentOf(opens ?? file.opens),
      closesAt: own?.closesAt ?? moved.closesAt ?? momentOf(closes ?? file.closes),
      rules: { ...file.rules, ...rules },
    });
    components.set(code, id);
  }
  return { sessionId, components };
}

function momentOf(text: string): Date {
  const [day = '', time = ''] = text.split(' ');
  const moment = londonMoment(day, time);
  if (!moment) throw new Error(`“${text}” is no day and time`);
  return moment;
}
