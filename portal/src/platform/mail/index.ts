export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for every try of one letter. */
  readonly reference?: string;
}

/** Carries letters to people. The outbox in the database comes first; this only delivers from it. */
export interface Mail {
  /** True where nothing leaves the house and letters are read on the outbox page. */
  readonly staysHere: boolean;
  /** Throws when the letter was not taken; the queue tries again. */
  send(letter: Letter): Promise<void>;
}

/** The default: letters stay in the outbox, to be read there. */
export const outboxOnly: Mail = { staysHere: true, send: async () => undefined };

/** Milliseconds. A server that does not answer must not hold the queue up; the letter is tried again. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** SMTP by a URL such as `smtps://user:password@mail.example.org`. */
export async function smtpMail(url: string, from: string): Promise<Mail> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(url, { from, disableFileAccess: true, disableUrlAccess: true, ...PATIENCE });
  return {
    staysHere: false,
    send: async ({ to, subject, text, reference }) => {
      const messageId = reference === undefined ? {} : { messageId: `<${reference}@garner.invalid>` };
      await transport.sendMail({ to, subject, text, ...messageId });
    },
  };
}
