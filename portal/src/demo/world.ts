import type { Permission } from '../modules/accounts/index.ts';
import type { NewOrganisation, RelationKind } from '../modules/organisations/index.ts';

/** The made-up world of the demonstration: fixed, so that screenshots and tests can name it. */

export const ORGANISATIONS = {
  collector: {
    kind: 'regulator',
    name: 'Qualifications Regulator (demonstration)',
    otherNames: [],
    contactEmail: 'data.returns@example.org',
  },
  northern: {
    kind: 'awarding-organisation',
    name: 'Northern Skills Awards',
    otherNames: ['NSA'],
    recognitionNumber: 'RN5901',
    contactEmail: 'data@northern.example',
  },
  albion: {
    kind: 'awarding-organisation',
    name: 'Albion Examinations',
    otherNames: ['Albion'],
    recognitionNumber: 'RN5902',
  },
  tamar: {
    kind: 'awarding-organisation',
    name: 'Tamar Vocational Board',
    otherNames: ['TVB'],
    recognitionNumber: 'RN5903',
  },
  wessex: {
    kind: 'awarding-organisation',
    name: 'Wessex Examinations',
    otherNames: ['WEX'],
    recognitionNumber: 'RN5904',
    contactEmail: 'recordings@wessex-exams.example',
  },
  northbury: {
    kind: 'local-authority',
    name: 'Northbury Council',
    otherNames: ['NBC'],
    ukprn: '10090001',
    contactEmail: 'schools@northbury.example',
    phone: '01632 960100',
    postalAddress: 'Town Hall\nNorthbury\nNB1 1AA',
    website: 'https://northbury.example',
  },
  marsh: {
    kind: 'centre',
    name: 'Marsh Lane Academy',
    otherNames: ['MLA'],
    ukprn: '10090002',
    urn: '990101',
    laestab: '9904001',
    ncn: '09901',
    contactEmail: 'office@marshlane.example',
  },
  hill: {
    kind: 'centre',
    name: 'Hill Road College',
    otherNames: [],
    urn: '990102',
    laestab: '9904002',
    ncn: '09902',
  },
  fenland: {
    kind: 'supplier',
    name: 'Fenland School Systems',
    otherNames: ['FSS'],
    ukprn: '10090003',
    contactEmail: 'help@fenland.example',
  },
} as const satisfies Readonly<Record<string, NewOrganisation>>;

export type OrganisationKey = keyof typeof ORGANISATIONS;

/** Who is what to whom, from when till when. */
export const RELATIONS: readonly {
  readonly kind: RelationKind;
  readonly from: OrganisationKey;
  readonly to: OrganisationKey;
  readonly since: string;
  readonly until: string | null;
}[] = [
  { kind: 'collector-of', from: 'collector', to: 'northern', since: '2020-01-01', until: null },
  { kind: 'agent-of', from: 'northbury', to: 'marsh', since: '2024-09-01', until: null },
  { kind: 'agent-of', from: 'northbury', to: 'hill', since: '2024-09-01', until: null },
  { kind: 'centre-of', from: 'marsh', to: 'northern', since: '2023-09-01', until: null },
  { kind: 'centre-of', from: 'hill', to: 'northern', since: '2024-09-01', until: null },
  { kind: 'centre-of', from: 'marsh', to: 'wessex', since: '2024-09-01', until: null },
  { kind: 'centre-of', from: 'hill', to: 'wessex', since: '2024-09-01', until: null },
  { kind: 'supplier-for', from: 'fenland', to: 'marsh', since: '2025-09-01', until: '2027-08-31' },
];

export const PASSWORD = 'harvest-home-2026';
/** A number that is never given to anybody (Ofcom's range for drama). */
export const PHONE = '+441632960123';

interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly at: OrganisationKey;
  readonly permissions: readonly Permission[];
  readonly jobTitles: readonly string[];
}

export const PEOPLE = [
  {
    name: 'Amina Patel',
    email: 'amina.patel@northern.example',
    at: 'northern',
    permissions: ['Data Submissions', 'Qualifications & Units'],
    jobTitles: ['Data Manager'],
  },
  {
    name: 'Owen Hughes',
    email: 'owen.hughes@albion.example',
    at: 'albion',
    permissions: ['Data Submissions'],
    jobTitles: ['Data Manager'],
  },
  {
    name: 'Ruth Clarke',
    email: 'ruth.clarke@northern.example',
    at: 'northern',
    permissions: ['Organisation Administrator', 'Event Notifications'],
    jobTitles: ['Responsible Officer'],
  },
  {
    name: 'Huw Bevan',
    email: 'huw.bevan@northern.example',
    at: 'northern',
    permissions: ['Approver', 'Auditor'],
    jobTitles: ['Head of Compliance'],
  },
  {
    name: 'Dilys Morgan',
    email: 'dilys.morgan@regulator.example',
    at: 'collector',
    permissions: ['Organisation Administrator', 'Collector', 'Collector Administrator', 'Auditor'],
    jobTitles: ['Data Services'],
  },
  {
    name: 'Grace Adeyemi',
    email: 'grace.adeyemi@marshlane.example',
    at: 'marsh',
    permissions: ['Organisation Administrator', 'Event Notifications', 'Media Submissions'],
    jobTitles: ['Exams Officer'],
  },
  {
    name: 'Samuel Okafor',
    email: 'samuel.okafor@hillroad.example',
    at: 'hill',
    permissions: ['Organisation Administrator', 'Media Submissions'],
    jobTitles: ['Exams Officer'],
  },
  {
    name: 'Tamsin Vine',
    email: 'tamsin.vine@wessex-exams.example',
    at: 'wessex',
    permissions: ['Organisation Administrator', 'Collector', 'Qualifications & Units'],
    jobTitles: ['Assessment Manager'],
  },
] as const satisfies readonly DemoPerson[];

/** Access that is lent: somebody of a supplier may also act for a centre, for so many days. */
export const LENT = {
  person: {
    name: 'Priya Shah',
    email: 'priya.shah@fenland.example',
    at: 'fenland',
    permissions: ['Organisation Administrator'],
    jobTitles: ['Support'],
  },
  to: 'marsh',
  permissions: ['Data Submissions'],
  days: 90,
} as const satisfies {
  readonly person: DemoPerson;
  readonly to: OrganisationKey;
  readonly permissions: readonly Permission[];
  readonly days: number;
};

/** Returns, with days from today. `sent` is an example file that is really sent when the world is made. */
export const RETURNS = [
  { at: 'northern', period: '2019-2020', due: -60, closes: -30 },
  { at: 'northern', period: '2020-2021', due: -12, closes: 30, sent: 'valid' },
  { at: 'northern', period: '2021-2022', due: -4, closes: 24 },
  { at: 'northern', period: '2022-2023', due: 3, closes: 33, sent: 'faulty' },
  { at: 'northern', period: '2023-2024', due: 12, closes: 42 },
  { at: 'albion', period: '2021-2022', due: -20, closes: 10 },
  { at: 'albion', period: '2022-2023', due: 5, closes: 35 },
  { at: 'albion', period: '2023-2024', due: 40, closes: 70 },
  { at: 'tamar', period: '2022-2023', due: 5, closes: 35 },
] as const;

/** The session of recordings, with its dates in days from today. */
export const RECORDINGS = { data: 'demo-speaking', opens: -30, closes: 12, keepDays: 240 } as const;

/** Candidates of each centre by number, entered for the components named. */
export const CANDIDATES = {
  marsh: [
    ['0001', 'CRAWFORD', 'EVE'],
    ['0002', 'STEVENSON', 'ALICIA'],
    ['0003', 'PRESS', 'TAMARA'],
    ['0004', 'WILSON', 'GABRIEL'],
    ['0005', 'SPENCER', 'ISABELLA'],
    ['0006', 'CHANDLER', 'EMMA-ORLA'],
    ['0007', 'SAUNDERS', 'JON'],
    ['0008', 'MACDONALD', 'CALLUM'],
    ['0009', 'MONTGOMERY', 'WES'],
    ['0010', 'EGAN', 'MEGAN'],
  ],
  hill: [
    ['0001', 'ADEYEMI', 'TOBI'],
    ['0002', 'BREEZE', 'NIA'],
    ['0003', 'CHOUDHURY', 'ANIKA'],
    ['0004', 'DOYLE', 'FERGUS'],
    ['0005', 'EVANS', 'CARYS'],
  ],
} as const satisfies Partial<Record<OrganisationKey, readonly (readonly [string, string, string])[]>>;

/** How many of a centre's candidates, from the first, are entered for each component. */
export const ENTRIES = {
  marsh: { '8698/SF': 10, '8698/SH': 5, '7712/SP': 4 },
  hill: { '8698/SF': 5, '8638/SF': 3 },
} as const;
