import type { CliError, Io } from './command.ts';
import { writeTo } from './output.ts';
import { painter, visible } from './words.ts';

/** Says on standard error what is the matter and what to do about it, a line for each. */
export async function tellFault(io: Io, { message, remedy }: CliError): Promise<void> {
  const paint = painter(io, io.isTTY.stderr);
  const lines = [`${paint('red', 'garner:')} ${visible(message)}`, visible(remedy)];
  await writeTo(io.stderr, `${lines.filter((line) => line !== '').join('\n')}\n`);
}
