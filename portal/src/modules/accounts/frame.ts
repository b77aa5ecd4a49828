import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Assets } from '../../ui/assets/build.ts';
import type { Frame } from '../../ui/layout.tsx';
import { may } from './model.ts';

const PAGES = [
  { text: 'My returns', href: '/returns', permission: 'Data Submissions' },
  { text: 'Messages', href: '/outbox', permission: undefined },
  { text: 'Templates', href: '/templates', permission: undefined },
] as const;

/** The frame of a page for whoever is asking. */
export function frameFor(request: FastifyRequest, reply: FastifyReply, assets: Assets, demo: boolean): Frame {
  const { viewer } = request;
  const path = request.url.split('?')[0] ?? '/';
  return {
    demo,
    asset: (name) => assets.url(name),
    csrfToken: reply.generateCsrf(),
    signedIn: viewer && { person: viewer.name, organisation: viewer.organisationName },
    navigation: viewer
      ? PAGES.filter(({ permission }) => permission === undefined || may(viewer, permission)).map(({ text, href }) => ({
          text,
          href,
          current: path === href || path.startsWith(`${href}/`),
        }))
      : [],
  };
}
