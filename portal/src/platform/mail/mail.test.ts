import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Letter, type Mail, outboxOnly, smtpMail } from './index.ts';
import { mailContract } from './mail-contract.ts';

const REFUSED = 'nobody@northern.example';
let server: SMTPServer;
let mail: Mail;
let arrived: (Letter & { readonly from: string; readonly user: string })[] = [];

beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'open sesame' ? done(null, { user: username }) : done(new Error('not you')),
    onRcptTo: ({ address }, _session, done) =>
      address === REFUSED ? done(Object.assign(new Error('no such person'), { responseCode: 550 })) : done(),
    onData: (stream, session, done) => {
      text(stream).then((message) => {
        const { mailFrom, rcptTo } = session.envelope;
        arrived.push({
          ...read(message),
          to: rcptTo.map(({ address }) => address).join(),
          from: mailFrom === false ? '' : mailFrom.address,
          user: String(session.user),
        });
        done();
      }, done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  mail = await smtpMail(`smtp://garner:open%20sesame@127.0.0.1:${port}`, 'Garner <garner@garner.example>');
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
beforeEach(() => {
  arrived = [];
});

/** Subject and text of a plain message. */
function read(message: string): { subject: string; text: string } {
  const at = message.indexOf('\r\n\r\n');
  const head = message.slice(0, at).replace(/\r\n[ \t]/g, ' ');
  const body = message.slice(at + 4);
  const subject = /^Subject: (.*)$/m.exec(head)?.[1]?.trim() ?? '';
  const encoding = /^Content-Transfer-Encoding: (.*)$/im.exec(head)?.[1]?.trim();
  const quoted = (part: string): string =>
    Buffer.from(
      part
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    ).toString();
  const plain =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString()
      : encoding === 'quoted-printable'
        ? quoted(body)
        : body;
  const words = subject
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([QB])\?(.*?)\?=/gi, (_all, kind: string, word: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString() : quoted(word.replaceAll('_', ' ')),
    );
  return { subject: words, text: plain.replaceAll('\r\n', '\n') };
}

mailContract('mail that stays in the outbox', () => ({ mail: outboxOnly, arrived: () => [] }));
mailContract('mail by SMTP', () => ({
  mail,
  arrived: () => arrived.map(({ to, subject, text: body }) => ({ to, subject, text: body })),
}));

test('by SMTP: signed in as the address says, from the sender that was set', async () => {
  await mail.send({ to: 'ben@northern.example', subject: 'Hello', text: 'Hello' });
  expect(arrived).toMatchObject([{ user: 'garner', from: 'garner@garner.example' }]);
});

test('an address that the server refuses is told as a failure, so that it is tried again', async () => {
  await expect(mail.send({ to: REFUSED, subject: 'Hello', text: 'Hello' })).rejects.toThrow(/no such person/);
  expect(arrived).toEqual([]);
});

test('a server that is not there is a failure', async () => {
  const nobody = await smtpMail('smtp://127.0.0.1:1', 'garner@garner.example');
  await expect(nobody.send({ to: 'ben@northern.example', subject: 'Hello', text: 'Hello' })).rejects.toThrow(
    /ECONNREFUSED/,
  );
});
