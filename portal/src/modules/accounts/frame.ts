import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Assets } from '../../ui/assets/build.ts';
import type { Frame } from '../../ui/layout.tsx';
import { KINDS, type OrganisationKind } from '../organisations/index.ts';
import { may, type Permission, type Viewer } from './model.ts';

interface Place {
  readonly text: string;
  readonly href: string;
  /** Absent: for everyone who is signed in. */
  readonly permission?: readonly Permission[];
  /** Absent: in organisations of every kind. */
  readonly notIn?: readonly OrganisationKind[];
}

/** Who asks for returns and owes none. */
const COLLECTING: readonly OrganisationKind[] = ['regulator', 'department'];

const PLACES: readonly Place[] = [
  { text: 'My returns', href: '/returns', permission: ['Data Submissions', 'Auditor'], notIn: COLLECTING },
  {
    text: 'Recordings',
    href: '/media',
    permission: ['Media Submissions', 'Auditor'],
    notIn: KINDS.filter((kind) => kind !== 'centre'),
  },
  {
    text: 'Recordings',
    href: '/recordings',
    permission: ['Collector', 'Qualifications & Units', 'Auditor'],
    notIn: KINDS.filter((kind) => kind !== 'awarding-organisation'),
  },
  { text: 'Collecting', href: '/collecting', permission: ['Collector'], notIn: ['awarding-organisation'] },
  { text: 'Organisations', href: '/organisations', permission: ['Collector Administrator'] },
  { text: 'My organisation', href: '/organisation' },
  { text: 'Messages', href: '/outbox' },
  { text: 'Templates', href: '/templates' },
];

/** The frame of a page for whoever is asking. */
export function frameFor(request: FastifyRequest, reply: FastifyReply, assets: Assets, demo: boolean): Frame {
  const { viewer } = request;
  const path = request.url.split('?')[0] ?? '/';
  return {
    demo,
    asset: (name) => assets.url(name),
    csrfToken: reply.generateCsrf(),
    signedIn: viewer && {
      person: viewer.name,
      organisation: viewer.looking?.organisationName ?? viewer.organisationName,
      maySwitch: viewer.memberships > 1,
      lookingAt: viewer.looking && viewer.organisationName,
    },
    navigation: viewer
      ? PLACES.filter((place) => isFor(place, viewer)).map(({ text, href }) => ({
          text,
          href,
          current: path === href || path.startsWith(`${href}/`),
        }))
      : [],
  };
}

function isFor({ permission, notIn = [] }: Place, viewer: Viewer): boolean {
  return (permission === undefined || may(viewer, permission)) && !notIn.includes(viewer.organisationKind);
}
