/** Carries text messages and calls. The outbox in the database comes first; this only delivers from it. */
export interface Phone {
  /** True where nothing leaves the house and messages are read on the development page. */
  readonly textsStayHere: boolean;
  readonly callsStayHere: boolean;
  /** Throws when the message was not taken; the queue tries again. `to` such as +441632960001. */
  text(to: string, words: string, reference: string): Promise<void>;
  /** Has words read out on the telephone. */
  call(to: string, words: string, reference: string): Promise<void>;
}

/** The default: messages stay in the outbox, to be read there. */
export const phoneStaysHere: Phone = {
  textsStayHere: true,
  callsStayHere: true,
  text: async () => undefined,
  call: async () => undefined,
};
