import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** One line of JSON for each event, on standard output or where `to` says; never a password, token, file content or learner's data. */
export function openLog(level: string, to?: DestinationStream): Log {
  const redact = ['req.headers.cookie', 'req.headers.authorization'];
  const options = { level, base: null, redact, serializers: { err: faultForLog } };
  return to === undefined ? pino(options) : pino(options, to);
}

/**
 * What the log keeps of a fault of ours. Of a fault of the database the code and names, but not its details, which repeat the row:
 * people's names and addresses, and what passwords are compared with.
 */
export function faultForLog(error: Error): Readonly<Record<string, unknown>> {
  const { name, message, stack } = error;
  const { code, table, constraint } = error as { code?: unknown; table?: unknown; constraint?: unknown };
  return { type: name, message, stack, code, table, constraint };
}
