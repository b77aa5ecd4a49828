import { ConfigError } from './config.ts';
import { EditionChangedError } from './modules/collections/index.ts';
import { CannotStartError } from './platform/db/embedded/index.ts';
import { MigrationError } from './platform/db/migrate.ts';
import { start } from './start.ts';

/** Faults whose message is for the person who started Garner; of any other the stack is shown too. */
const PLAIN = [ConfigError, CannotStartError, MigrationError, EditionChangedError];

// Whoever read our words has gone (`npm start | head`): no reason to stop.
process.stdout.on('error', () => undefined);

try {
  // Heard from the first moment: ended in mid-start without them, the database server would be left behind.
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const running = await start();
  if (running.address) console.log(`\nGarner is ready at ${running.address}\n`);
  try {
    await Promise.race([asked, running.broken]);
  } finally {
    await running[Symbol.asyncDispose]();
  }
} catch (error) {
  console.error(PLAIN.some((kind) => error instanceof kind) ? `\n${(error as Error).message}\n` : error);
  process.exitCode = 1;
}
