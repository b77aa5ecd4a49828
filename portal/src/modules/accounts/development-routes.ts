import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app.ts';
import { newestLetters } from '../../platform/outbox/index.ts';
import { DevelopmentMessagesPage } from './pages/development.tsx';

const SHOWN = 30;

/** What would have been sent about accounts, codes and links included. Only in the demonstration, whose people are made up. */
export function developmentRoutes(app: App, { db }: Context): void {
  app.get('/development/messages', { config: { access: 'anyone' } }, async (_request, reply) =>
    reply.page(DevelopmentMessagesPage({ frame: reply.frame(), letters: await newestLetters(db, SHOWN) })),
  );
}
