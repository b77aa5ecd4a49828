import { describe, expect, test } from 'vitest';
import type { Letter, Mail } from './index.ts';

export interface MailUnderTest {
  readonly mail: Mail;
  /** Letters that left the house, as they arrived. */
  arrived(): readonly Letter[];
}

const LETTER: Letter = {
  to: 'amina@northern.example',
  subject: 'Accepted: PTQ Assessment Outcomes, 2022–2023',
  text: 'Dear Amina Patel\n\nAttempt 3 was accepted – thank you.\n.\nA line that begins with a dot stays.\n',
};

/** What every carrier of mail must do; each runs it as its own tests. */
export function mailContract(name: string, open: () => MailUnderTest): void {
  describe(name, () => {
    test('takes a letter, with letters of any alphabet; where it leaves the house it arrives as written', async () => {
      const { mail, arrived } = open();
      await expect(mail.send(LETTER)).resolves.toBeUndefined();
      expect(arrived()).toEqual(mail.staysHere ? [] : [LETTER]);
    });

    test('takes many at once', async () => {
      const { mail, arrived } = open();
      const subjects = Array.from({ length: 10 }, (_, number) => `Letter ${number}`);
      await Promise.all(subjects.map((subject) => mail.send({ ...LETTER, subject })));
      const there = arrived().map(({ subject }) => subject);
      if (!mail.staysHere) expect(there).toEqual(expect.arrayContaining(subjects));
    });

    test('a line break in a subject makes no second header and no second recipient', async () => {
      const { mail, arrived } = open();
      await mail.send({ ...LETTER, subject: 'Received\r\nBcc: elsewhere@elsewhere.example' });
      for (const { to } of arrived()) expect(to).toBe(LETTER.to);
    });
  });
}
