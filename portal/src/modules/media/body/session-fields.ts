import { isDay } from '../../../platform/london.ts';
import { FieldReader, type Typed } from './fields.ts';
import type { SessionFacts } from './queries.ts';

export type SessionInput = Pick<SessionFacts, 'code' | 'name' | 'contact' | 'keepUntil'>;

/** Reads the form of a session. */
export function readSession(typed: Typed) {
  const reader = new FieldReader(typed);
  const code = reader.fitting(
    'code',
    /^[A-Za-z0-9-]{1,20}$/,
    'Enter a code of 1 to 20 letters, digits and hyphens, such as JUN27',
  );
  const name = reader.line('name', 'Name', 100);
  const contact = reader.fitting(
    'contact',
    /^[^\s@<>"]{1,64}@[^\s@<>"]{3,185}$/,
    'Enter an e-mail address that centres can write to, such as exams@awards.example',
  );
  const keepUntil = reader.raw('keepUntil');
  if (!isDay(keepUntil)) reader.fault('keepUntil', 'Enter a real day as year-month-day, such as 2028-01-31');
  return { input: { code, name, contact, keepUntil } satisfies SessionInput, faults: reader.faults };
}

/** What the form of a session shows before anything is typed. */
export function sessionValues({ code, name, contact, keepUntil }: SessionFacts): Typed {
  return { code, name, contact, keepUntil };
}
