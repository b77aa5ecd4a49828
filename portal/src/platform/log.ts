import { type Logger, pino } from 'pino';

export type Log = Logger;

/** One line of JSON for each event; never a password, token, file content or learner's data. */
export function openLog(level: string): Log {
  return pino({ level, base: null, redact: ['req.headers.cookie', 'req.headers.authorization'] });
}
