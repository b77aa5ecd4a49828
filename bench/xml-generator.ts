import { open } from 'node:fs/promises';
import { Random } from './random.ts';

/** What to write: the least number of bytes, and the seed that decides every value. */
export interface XmlOptions {
  readonly bytes: number;
  readonly seed: number;
}

/** What was written. */
export interface XmlWritten {
  readonly bytes: number;
  readonly pupils: number;
}

const CHUNK = 256 * 1024;
const SURNAMES = ['Ash', 'Birch', 'Cedar', 'Dogwood', 'Elder', 'O&apos;Hawthorn', 'Larch &amp; Lime', 'Røn', 'Żywica'];
const FORENAMES = ['Amber', 'Basil', 'Coral', 'Dale', 'Fern', 'Heath', 'Ivy', 'Zoë', 'Siân', 'Ōtori'];
const ETHNICITIES = ['WBRI', 'WOTH', 'MWBC', 'AIND', 'APKN', 'BAFR', 'CHNE', 'REFU'];
const NEEDS = ['SPLD', 'MLD', 'SEMH', 'SLCN', 'ASD'];
const CHECK_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/** A school census of synthetic pupils, laid out as school systems write it, in chunks of about 256 KiB. */
export function* xmlChunks({ bytes, seed }: XmlOptions, onPupil: () => void = () => {}): Generator<Buffer> {
  const random = new Random(seed);
  let written = 0;
  let text = `<?xml version="1.0" encoding="UTF-8"?>\n${lines(0, HEAD)}`;
  while (written < bytes) {
    text += lines(3, pupil(random));
    onPupil();
    if (text.length < CHUNK && written + text.length < bytes) continue;
    const chunk = Buffer.from(text);
    written += chunk.length;
    yield chunk;
    text = '';
  }
  yield Buffer.from('    </PupilsOnRoll>\n  </Pupils>\n</Message>\n');
}

/** Writes such a file, replacing one that is there. Errors of the file system pass through. */
export async function writeXmlFile(path: string, options: XmlOptions): Promise<XmlWritten> {
  let [bytes, pupils] = [0, 0];
  await using file = await open(path, 'w');
  for (const chunk of xmlChunks(options, () => pupils++)) {
    await file.writeFile(chunk);
    bytes += chunk.length;
  }
  return { bytes, pupils };
}

const HEAD = [
  '<Message xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="SchoolCensus.xsd">',
  ' <Header>',
  '  <CollectionDetails>',
  ...values(3, { Collection: 'SC', Term: 'SPR', Year: '2026', ReferenceDate: '2026-01-15' }),
  '  </CollectionDetails>',
  '  <Source>',
  ...values(3, { SourceLevel: 'S', LEA: '801', Estab: '2000', SerialNo: '001', DateTime: '2026-01-15T09:30:00' }),
  '  </Source>',
  ' </Header>',
  ' <!-- Every pupil is invented. -->',
  ' <Pupils>',
  '  <PupilsOnRoll>',
];

function pupil(random: Random): string[] {
  const date = (from: number) => `${from + random.below(12)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
  const needs = random.below(6) === 0 ? need(random) : [];
  return [
    '<PupilOnRoll>',
    ' <PupilIdentifiers>',
    ...values(2, {
      UPN: upn(random),
      Surname: random.pick(SURNAMES),
      Forename: random.pick(FORENAMES),
      DOB: date(2008),
      Sex: random.pick(['F', 'M']),
    }),
    ' </PupilIdentifiers>',
    ' <PupilCharacteristics>',
    ...values(2, {
      Ethnicity: random.pick(ETHNICITIES),
      Language: random.pick(['ENG', 'ENB', 'OTH']),
      ServiceChild: random.pick(['N', 'Y', 'U']),
    }),
    ' </PupilCharacteristics>',
    ' <PupilStatus>',
    ...values(2, {
      EnrolStatus: 'C',
      EntryDate: date(2013),
      PartTime: 'false',
      Boarder: 'N',
      NCyearActual: String(1 + random.below(11)),
    }),
    ' </PupilStatus>',
    ' <SpecialEducationalNeeds>',
    ...values(2, { SENprovision: needs.length > 0 ? 'K' : 'N' }),
    ...needs,
    ' </SpecialEducationalNeeds>',
    ' <Attendance>',
    '  <TermlyAttendance>',
    ...values(3, {
      SessionsPossible: String(120 + random.below(9)),
      SessionsAuthorised: String(random.below(20)),
      SessionsUnauthorised: String(random.below(5)),
    }),
    '  </TermlyAttendance>',
    ' </Attendance>',
    ' <HomeInformation>',
    ...values(2, {
      Postcode: `ZZ${1 + random.below(9)} ${random.below(10)}ZZ`,
      Street: `${random.below(200)} Example Road`,
    }),
    ' </HomeInformation>',
    '</PupilOnRoll>',
  ];
}

function need(random: Random): string[] {
  return [
    '  <SENneeds>',
    '   <SENneed>',
    ...values(4, { SENtype: random.pick(NEEDS), SENtypeRank: '1' }),
    '   </SENneed>',
    '  </SENneeds>',
  ];
}

/** A unique pupil number whose check letter is right. */
function upn(random: Random): string {
  const digits = `801${String(random.below(1e9)).padStart(9, '0')}`;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) sum += Number(digits[at]) * (at + 2);
  return CHECK_LETTERS[sum % 23] + digits;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function values(depth: number, members: Readonly<Record<string, string>>): string[] {
  return Object.entries(members).map(([name, value]) => `${' '.repeat(depth)}<${name}>${value}</${name}>`);
}

/** Each leading blank of a line stands for one level: two blanks in the file. */
function lines(depth: number, texts: readonly string[]): string {
  const margin = '  '.repeat(depth);
  return texts.map((line) => `${margin}${line.replace(/^ +/, (blanks) => blanks + blanks)}\n`).join('');
}
