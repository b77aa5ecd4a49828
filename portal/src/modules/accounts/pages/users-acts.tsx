import type { VNode } from 'preact';
import type { Frame } from '../../../ui/layout.tsx';
import { PERMISSION_WORDS, type Permission } from '../model.ts';
import type { Member } from '../users/members.ts';
import { ConfirmActPage, Points } from './users-confirm.tsx';
import { DoneBanner } from './users-done.tsx';

interface AboutMember {
  readonly frame: Frame;
  readonly member: Member;
  /** It waits for a second person. */
  readonly twoPerson: boolean;
}

const LIST = { text: 'Manage users', href: '/organisation/users' };

export function passwordPage({ frame, member }: AboutMember): VNode {
  return ConfirmActPage({
    frame,
    title: `Reset the password of ${member.name}?`,
    button: 'Send the link',
    action: `/organisation/users/${member.personId}/reset-password`,
    back: LIST,
    children: (
      <Points
        points={[
          `We send a link to ${member.email}, to choose a new password. It is good for one hour, and once.`,
          member.elsewhere
            ? 'Their sessions for your organisation end at once.'
            : 'Their sessions end at once, wherever they are signed in.',
          'Until they choose a new one, the password they have goes on to work.',
        ]}
      />
    ),
  });
}

export function stepsPage({ frame, member, twoPerson }: AboutMember): VNode {
  return ConfirmActPage({
    frame,
    title: `Reset the second steps of ${member.name}?`,
    warning: 'Be sure that it was this person who asked: who has their password needs nothing else after this.',
    button: 'Reset second steps',
    action: `/organisation/users/${member.personId}/second-steps`,
    back: LIST,
    twoPerson,
    children: (
      <Points
        points={[
          'Their authenticator app, passkeys and recovery codes stop working, and no browser is trusted any more.',
          'They set up a second step anew when they next sign in. Their phone number stays.',
          'Their sessions end at once, and they are told by e-mail.',
        ]}
      />
    ),
  });
}

export function deletePage({ frame, member, twoPerson }: AboutMember): VNode {
  return ConfirmActPage({
    frame,
    title: `Delete ${member.name}?`,
    warning: 'This cannot be undone. To give them access again, you have to add and invite them anew.',
    button: 'Delete',
    action: `/organisation/users/${member.personId}/delete`,
    back: LIST,
    twoPerson,
    children: (
      <Points
        points={[
          'Their access to your organisation ends at once, and so do their sessions for it.',
          'What they did stays on record under their name.',
          member.elsewhere
            ? 'They belong to other organisations, too; nothing changes there.'
            : 'They belong to no other organisation, so their account is closed: password, phone number and other ways to sign in are removed.',
        ]}
      />
    ),
  });
}

interface PowersProps extends AboutMember {
  readonly give: readonly string[];
  /** What was done before this page. */
  readonly done: 'added' | 'saved' | undefined;
}

export function powersPage({ frame, member, twoPerson, give, done }: PowersProps): VNode {
  return ConfirmActPage({
    frame,
    title: `Give ${member.name} power over others?`,
    button: give.length === 1 ? 'Give the permission' : 'Give the permissions',
    action: `/organisation/users/${member.personId}/powers`,
    back: LIST,
    twoPerson,
    hidden: give.map((one) => ['give', one]),
    ...(done && { banner: <DoneBanner what={done} name={member.name} /> }),
    children: (
      <>
        <p class="govuk-body">One thing is left of what you asked for. {member.name} would be given:</p>
        <Points points={give.map((one) => `${one}: ${PERMISSION_WORDS[one as Permission]}`)} />
      </>
    ),
  });
}
