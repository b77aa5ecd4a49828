import { Logger } from 'graphile-worker';
import type { Log } from '../log.ts';

/** The queue's own words go to the log; its chatter about each job only at debug level. */
export function queueLogger(log?: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log?.error(message);
    else if (level === 'warning') log?.warn(message);
    else log?.debug(message);
  });
}
