export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
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

/** SMTP by a URL such as `smtps://user:password@mail.example.org`. */
export async function smtpMail(url: string, from: string): Promise<Mail> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(url, { from, disableFileAccess: true, disableUrlAccess: true });
  return {
    staysHere: false,
    send: async ({ to, subject, text }) => void (await transport.sendMail({ to, subject, text })),
  };
}
