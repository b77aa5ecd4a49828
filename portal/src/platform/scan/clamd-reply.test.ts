import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAnswer } from './clamd-reply.ts';

const read = (text: string) => readAnswer({ how: 'answered', text });

it.each([
  ['stream: Eicar-Test-Signature FOUND', 'Eicar-Test-Signature'],
  ['stream: Heuristics.Phishing.Email FOUND', 'Heuristics.Phishing.Email'],
  ['stream: A name with spaces FOUND', 'A name with spaces'],
])('finds: %s', (text, signature) => {
  expect(read(text)).toEqual({ says: 'found', signature });
});

it.each([
  ['INSTREAM size limit exceeded. ERROR', 'size', 'it is larger than the virus scanner takes'],
  ['stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND', 'limit', 'larger than the virus scanner looks at'],
  ['stream: Heuristics.Limits.Exceeded.MaxNews FOUND', 'limit', 'it goes over a limit of the virus scanner'],
  ['stream: Heuristics.Limits.Exceeded FOUND', 'limit', 'it goes over a limit of the virus scanner'],
  ['stream: Heuristics.Encrypted.Zip FOUND', 'locked', 'locked with a password'],
  ['COMMAND READ TIMED OUT', 'late', 'too slowly'],
  ["stream: Can't allocate memory ERROR", 'failed', 'because of an error'],
  ['UNKNOWN COMMAND', 'failed', 'cannot be understood'],
  ['', 'failed', 'cannot be understood'],
])('did not look: %s', (text, why, reason) => {
  expect(read(text)).toMatchObject({ says: 'unseen', why, reason: expect.stringContaining(reason), detail: text });
});

it('takes nothing but the very words for OK, and shows nothing that could harm', () => {
  expect(read('stream: OK')).toEqual({ says: 'ok' });
  const near = fc.constantFrom('stream: OK ', 'stream:OK', 'Stream: OK', 'OK', 'stream: OK\n', 'stream: OK FOUND');
  fc.assert(
    fc.property(
      fc.oneof(
        near,
        fc.string(),
        fc.string().map((text) => `stream: ${text} FOUND`),
      ),
      (text) => {
        fc.pre(text !== 'stream: OK');
        const answer = read(text);
        expect(answer.says).not.toBe('ok');
        expect(JSON.stringify(answer).length).toBeLessThan(1000);
        if (answer.says === 'found') expect(answer.signature).not.toMatch(/\p{Cc}/u);
      },
    ),
  );
});
