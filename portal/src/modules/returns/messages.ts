import { count } from '../../ui/words.ts';
import type { CheckOutcome, CountRow } from '../checks/index.ts';
import type { FileVerdict } from '../uploads/index.ts';
import { remarks } from './words.ts';

/** What a message needs to say which return it is about. Never a learner's data. */
export interface About {
  readonly title: string;
  readonly period: string;
  readonly dueInWords: string;
  readonly number: number;
  readonly fileName: string;
  /** Full address of the submission's page. */
  readonly link: string;
  readonly contact: string;
}

export interface Letter {
  readonly subject: string;
  readonly body: string;
}

export function receivedLetter(about: About, when: string, sha256: string): Letter {
  return {
    subject: `Received: ${about.title}, ${about.period}`,
    body: paragraphs(
      `We received attempt ${about.number} at this return on ${when}.`,
      facts(about, `SHA-256: ${sha256}`),
      'It is being scanned and checked now. You will get another message with the outcome.',
      `See how it stands: ${about.link}`,
    ),
  };
}

export function acceptedLetter(about: About, outcome: CheckOutcome): Letter {
  const besides = remarks(outcome).join(' and ');
  return {
    subject: `Accepted: ${about.title}, ${about.period}`,
    body: paragraphs(
      `Attempt ${about.number} at this return passed validation and was accepted. You do not need to do anything else.`,
      facts(about, `Rows: ${outcome.rows.toLocaleString('en-GB')}`),
      ...(besides === '' ? [] : [`It has ${besides} for you to look at.`]),
      `See the details: ${about.link}`,
    ),
  };
}

export function passedLateLetter(about: About): Letter {
  return {
    subject: `Not used: attempt ${about.number} at ${about.title}, ${about.period}`,
    body: paragraphs(
      `Attempt ${about.number} passed validation, but another attempt at this return had already been accepted. The accepted one stays.`,
      facts(about),
      `If this is the one that should count, write to ${about.contact}.`,
      `See both: ${about.link}`,
    ),
  };
}

export function failedLetter(about: About, outcome: CheckOutcome, counts: readonly CountRow[]): Letter {
  const errors = counts.filter(({ severity }) => severity === 'error');
  const shown = errors
    .slice(0, 10)
    .map(({ count: times, column, message }) => `- ${count(times, 'time')}${column ? `, ${column}` : ''}: ${message}`);
  const more =
    errors.length > shown.length ? [`- and ${count(errors.length - shown.length, 'other kind')} of error`] : [];
  return {
    subject: `Failed validation: ${about.title}, ${about.period}`,
    body: paragraphs(
      `Attempt ${about.number} at this return failed validation with ${count(outcome.errors, 'error')}. The return is still to be sent.`,
      facts(about),
      ['What was found:', ...shown, ...more].join('\n'),
      `See every error, with its row and how to mend it, then upload the corrected file: ${about.link}`,
    ),
  };
}

export function infectedLetter(about: About, verdict: FileVerdict): Letter {
  return {
    subject: `Refused: ${about.title}, ${about.period}`,
    body: paragraphs(
      `The scanner found malware in attempt ${about.number} at this return (${verdict.detail ?? 'unnamed'}). The file is locked away; it was not checked and nobody can download it.`,
      facts(about),
      'Tell the people who look after your computers. Then export the file again on a computer that is clean, and upload it.',
      `See the attempt: ${about.link}`,
    ),
  };
}

export function uncheckedLetter(about: About): Letter {
  return {
    subject: `Could not be checked: ${about.title}, ${about.period}`,
    body: paragraphs(
      `Garner could not check attempt ${about.number} at this return. The fault is ours, not your file’s.`,
      facts(about),
      `The file is kept. You can upload it again, or write to ${about.contact}.`,
      `See the attempt: ${about.link}`,
    ),
  };
}

function facts(about: About, ...more: readonly string[]): string {
  return [`Return: ${about.title}, ${about.period}, due ${about.dueInWords}`, `File: ${about.fileName}`, ...more].join(
    '\n',
  );
}

function paragraphs(...parts: readonly string[]): string {
  return parts.join('\n\n');
}
