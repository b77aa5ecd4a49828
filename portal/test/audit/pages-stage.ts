import { type AuditReader, auditRoutes } from '../../src/modules/audit/index.ts';
import { type App, createApp } from '../../src/platform/http/app.ts';
import { forbidden, signInNeeded } from '../../src/platform/http/errors.ts';
import { renderPage } from '../../src/ui/govuk/index.ts';
import type { Frame } from '../../src/ui/layout.tsx';
import { ProblemPage } from '../../src/ui/pages.tsx';
import { Visitor } from '../visitor.ts';
import type { AuditStage } from './stage.ts';

/** Somebody who reads, by the name in the cookie `reader`; without permission where `mayRead` is false. */
export type Readers = Readonly<Record<string, AuditReader & { readonly mayRead?: false }>>;

/** The audit's pages alone, for whoever the cookie names: who they are is for the accounts to say, and not tested here. */
export async function auditPages({ context }: AuditStage, readers: Readers): Promise<App> {
  const frame = (csrfToken: string): Frame => ({
    asset: (name) => `/assets/${name}`,
    csrfToken,
    signedIn: { person: 'Amina Patel', organisation: 'Northern Skills Awards', maySwitch: false, lookingAt: undefined },
    navigation: [],
    demo: false,
  });
  const app = await createApp({
    log: context.log,
    secure: false,
    trustedProxies: 0,
    async authorise(request, access) {
      const reader = readers[request.cookies['reader'] ?? ''];
      if (!reader) throw signInNeeded();
      if (reader.mayRead === false) throw forbidden(typeof access === 'object' ? access.permission : access);
    },
    renderPage,
    problemPage: (_request, reply, { title, message }) => ProblemPage({ frame: reply.frame(), title, message }),
  });
  app.decorateReply('frame', function page() {
    return frame(this.generateCsrf());
  });
  await auditRoutes(app, context, { readerOf: (request) => readers[request.cookies['reader']!]! });
  return app;
}

export function reading(app: App, name: string): Visitor {
  const visitor = new Visitor(app);
  visitor.cookies.set('reader', name);
  return visitor;
}
