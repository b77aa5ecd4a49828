import { WAITS_DAYS } from './acts.ts';

/** What was just done, as the address of the next page says it. */
export const DONE = [
  'added',
  'saved',
  'given',
  'given-waits',
  'invited',
  'password-reset',
  'steps-reset',
  'steps-waits',
  'deleted',
  'deleted-waits',
  'agreed',
  'refused',
  'withdrawn',
  'two-on',
  'two-off',
  'two-waits',
] as const;
export type Done = (typeof DONE)[number];

const WAITS = `It waits until a second person agrees, for ${WAITS_DAYS} days at most. They were sent a letter.`;

/** The heading and the text of the banner about it. */
export function doneInWords(
  done: Done,
  name: string = 'The person',
): { readonly heading: string; readonly text: string } {
  switch (done) {
    case 'added':
      return {
        heading: `${name} was added`,
        text: 'We sent an invitation by e-mail; it is good for 7 days. You can send it again at any time.',
      };
    case 'saved':
      return {
        heading: 'The user was updated',
        text: 'New permissions count from their next page on. You can go on updating this user, or go back to all users.',
      };
    case 'given':
      return { heading: `${name} has the permission now`, text: 'It counts from their next page on.' };
    case 'given-waits':
      return { heading: `${name} does not have the permission yet`, text: WAITS };
    case 'invited':
      return {
        heading: `The invitation was sent to ${name} again`,
        text: 'The link that was sent before is of no use any more.',
      };
    case 'password-reset':
      return {
        heading: `We sent ${name} a link to choose a new password`,
        text: 'It is good for one hour. Their sessions have ended.',
      };
    case 'steps-reset':
      return {
        heading: `The second steps of ${name} were reset`,
        text: 'They set them up anew when they next sign in. Their sessions have ended.',
      };
    case 'steps-waits':
      return { heading: `The second steps of ${name} are not reset yet`, text: WAITS };
    case 'deleted':
      return {
        heading: 'The person was deleted',
        text: 'Their access ended at once. What they did stays on record under their name.',
      };
    case 'deleted-waits':
      return { heading: `${name} is not deleted yet`, text: WAITS };
    case 'agreed':
      return { heading: 'You agreed, and it was done', text: 'Who asked for it was sent a letter.' };
    case 'refused':
      return { heading: 'You refused', text: 'Nothing was changed. Who asked for it was sent a letter.' };
    case 'withdrawn':
      return { heading: 'You withdrew it', text: 'Nothing was changed.' };
    case 'two-on':
      return { heading: 'Dangerous acts need two people now', text: 'To switch this off again needs two people, too.' };
    case 'two-off':
      return {
        heading: 'Dangerous acts need one person only now',
        text: 'You can switch the rule on again at any time.',
      };
    case 'two-waits':
      return { heading: 'The rule is not switched off yet', text: WAITS };
  }
}
