import { momentInWords } from '../../../../ui/words.ts';
import type { SessionFacts } from '../queries.ts';
import type { OpenWork } from './queries.ts';

export interface Letter {
  readonly subject: string;
  readonly body: string;
}

/** "8638/SF Bengali: 3 of 12 candidates dealt with, closes on 4 June 2027 at 5:00pm". Numbers only, nobody's name. */
function line(work: OpenWork, now: Date): string {
  const { code, component, candidates, dealt, closes } = work;
  const done =
    dealt >= candidates
      ? 'every candidate is dealt with, but the final submission has not been made'
      : `${dealt} of ${candidates} candidates dealt with`;
  return `- ${code} ${component}: ${done}; ${closes < now ? 'closed' : 'closes'} on ${momentInWords(closes)}`;
}

function lines(session: SessionFacts, works: readonly OpenWork[], now: Date, address: string): string {
  return `${works.map((work) => line(work, now)).join('\n')}\n\nA candidate is dealt with once there is a file for them or a reason why there is none. Then make the final submission:\n${address}/media?session=${session.id}\n\nQuestions: ${session.contact}\n`;
}

/** From an awarding body to a centre that has not submitted. */
export function chaseLetter(session: SessionFacts, works: readonly OpenWork[], now: Date, address: string): Letter {
  return {
    subject: `${session.body} is waiting for your recordings, ${session.name}`,
    body: `${session.body} has not had your final submission for ${session.name}:\n\n${lines(session, works, now, address)}`,
  };
}

/** Some days before the closing, and on its day. */
export function reminderLetter(
  session: SessionFacts,
  works: readonly OpenWork[],
  days: number,
  now: Date,
  address: string,
): Letter {
  const when = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
  return {
    subject: `Recordings for ${session.body}, ${session.name}, close ${when}`,
    body: `The final submission to ${session.body} for ${session.name} is still to be made:\n\n${lines(session, works, now, address)}`,
  };
}
