import { CliError, type Command } from './command.ts';
import { didYouMean } from './nearest.ts';
import { table } from './words.ts';

/** What `garner` alone prints. */
export function generalHelp(commands: readonly Command[]): string {
  const list = table(commands.map(({ name, summary }) => [`  ${name}`, summary]));
  return `garner: checks returns before they are sent, by the rules of the portal that takes them in.

${list}

garner help COMMAND says more. garner --version says which version this is.
With --debug a fault is told with all its details; with NO_COLOR set nothing is coloured.`;
}

/** A command that is not there. */
export function unknownCommand(typed: string, names: readonly string[]): CliError {
  return new CliError(`There is no command “${typed}”.`, didYouMean(typed, names, 'garner help lists the commands.'));
}
