import { csvRow } from '../../../../platform/csv.ts';
import { ROLE_WORDS } from '../../words.ts';
import type { ComponentFacts } from '../queries.ts';
import type { Material, MaterialCandidate, NonSubmission } from './queries.ts';

/** What a manifest is made of. */
export interface ManifestInput {
  readonly component: ComponentFacts;
  readonly materials: readonly Material[];
  /** Names in the zip, in the order of the materials. */
  readonly names: readonly string[];
  readonly nonSubmissions: readonly NonSubmission[];
  /** Where Garner is: `https://garner.example`. */
  readonly baseUrl: string;
  /** A link that works for some hours without signing in; absent in a manifest whose bytes must stay the same. */
  readonly download?: (fileId: string) => string;
}

const HEAD = [
  'CentreNumber',
  'Centre',
  'ComponentCode',
  'CandidateNumber',
  'Surname',
  'Forename',
  'Withdrawn',
  'NonSubmission',
  'File',
  'NameAtCentre',
  'Role',
  'Bytes',
  'SHA256',
  'Seconds',
  'VirusScan',
  'Notices',
  'Link',
];

const NOBODY: MaterialCandidate = { number: '', surname: '', forename: '', withdrawn: false };

/**
 * A row for each candidate and file, and one for each candidate with a reason instead; safe to open in a spreadsheet. A byte order
 * mark in front makes accented letters come out right.
 */
export function manifestCsv({ component, download, ...input }: ManifestInput): string {
  const { code } = component;
  const files = input.materials.flatMap((material, index) => {
    const candidates = material.candidates.length === 0 ? [NOBODY] : material.candidates;
    return candidates.map((candidate) => [
      ...who(material, code, candidate),
      '',
      input.names[index]!,
      material.name,
      ROLE_WORDS[material.role],
      String(material.size),
      material.sha256,
      material.facts?.seconds == null ? '' : String(Math.round(material.facts.seconds)),
      scanOf(material),
      material.notices.map(({ words }) => words).join(' '),
      pageOf(input.baseUrl, material),
      ...(download ? [input.baseUrl + download(material.id)] : []),
    ]);
  });
  const reasons = input.nonSubmissions.map((one) => [
    ...who(one, code, one),
    one.reason,
    ...HEAD.slice(8).map(() => ''),
  ]);
  const head = download ? [...HEAD, 'Download'] : HEAD;
  return `\uFEFF${[head, ...files, ...reasons].map((row) => csvRow(row)).join('')}`;
}

function who(
  { centreNumber, centre }: Pick<Material, 'centreNumber' | 'centre'>,
  code: string,
  { number, surname, forename, withdrawn }: MaterialCandidate,
): string[] {
  return [centreNumber ?? '', centre, code, number, surname, forename, withdrawn ? 'yes' : ''];
}

/** The same as JSON: shapes as in docs of the manifest's own keys, lengths in seconds, sizes in bytes. */
export function manifestJson({ component, download, ...input }: ManifestInput): string {
  const { code, name, qualification, subject, session, body } = component;
  return `${JSON.stringify(
    {
      awardingBody: body,
      session,
      component: { code, name, qualification, subject },
      files: input.materials.map((material, index) => ({
        id: material.id,
        file: input.names[index]!,
        nameAtCentre: material.name,
        role: material.role,
        centre: { number: material.centreNumber, name: material.centre },
        candidates: material.candidates,
        bytes: material.size,
        sha256: material.sha256,
        seconds: material.facts?.seconds ?? null,
        virusScan: scanOf(material),
        notices: material.notices,
        submittedAt: material.submittedAt.toISOString(),
        link: pageOf(input.baseUrl, material),
        ...(download && { download: input.baseUrl + download(material.id) }),
      })),
      nonSubmissions: input.nonSubmissions.map(({ centre, centreNumber, reason, ...candidate }) => ({
        centre: { number: centreNumber, name: centre },
        candidate,
        reason,
      })),
    },
    null,
    2,
  )}\n`;
}

function scanOf({ verdict }: Material): string {
  return verdict ?? 'not-scanned';
}

function pageOf(baseUrl: string, { id }: Material): string {
  return `${baseUrl}/recordings/files/${id}`;
}
