/** A byte pattern to look for in a file and in everything unpacked from it. */
export interface Signature {
  readonly name: string;
  /** The bytes, in hex; letters in lower case when `anyCase`. */
  readonly hex: string;
  readonly why: string;
  /** A–Z in the file count as a–z. */
  readonly anyCase?: true;
  /** Looked for only once the marker of this name was met in the same stream of bytes. */
  readonly after?: 'office' | 'pdf';
}

/**
 * The builtin scanner's whole knowledge of malware. It is short on purpose: it proves that scanning is wired up and stops
 * the crudest things. It is no anti-virus, which is why `builtin` never says `clean`. The bytes are in hex so that
 * a scanner looking at this repository does not take this file for what it describes.
 */
export const SIGNATURES: readonly Signature[] = [
  {
    name: 'EICAR test file',
    hex: '58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a',
    why: 'The harmless test string every scanner knows. The standard wants it at offset 0; we take it anywhere.',
  },
  {
    name: 'EICAR test file (UTF-16)',
    hex: '580035004f002100500025004000410050005b0034005c0050005a00580035003400280050005e002900370043004300290037007d002400450049004300410052002d005300540041004e0044004100520044002d0041004e0054004900560049005200550053002d0054004500530054002d00460049004c0045002100240048002b0048002a',
    why: 'The same as saved by a spreadsheet as "Unicode text". Without its last zero byte it fits both byte orders.',
  },
  {
    name: 'AMSI test sample',
    hex: '414d534920546573742053616d706c653a2037653732633363652d383631622d343333392d383734302d306163313438346331333836',
    why: 'The harmless test string of the Windows script scanning interface.',
  },
  {
    name: 'PowerShell dropper in an Office macro',
    hex: '706f7765727368656c6c202d656e63',
    why: 'A macro that starts PowerShell with an encoded command hides what it runs. Compiled VBA has its literals in clear.',
    anyCase: true,
    after: 'office',
  },
  {
    name: 'PowerShell dropper in an Office macro',
    hex: '706f7765727368656c6c2e657865202d656e63',
    why: 'The same with the file extension spelt out.',
    anyCase: true,
    after: 'office',
  },
  {
    name: 'PHP web shell',
    hex: '3c3f70687020406576616c28245f504f53545b',
    why: 'The one-line shell that is hidden in pictures and documents to take over a web server.',
  },
];

/** Names of the markers below, as met in a stream. */
export type Marker = 'office' | 'pdf' | 'macros' | 'encrypted';

/** Not malware, but worth knowing; looked for by the same matcher. Names repeat where several patterns mean the same. */
export const MARKERS: readonly (Signature & { readonly name: Marker })[] = [
  { name: 'office', hex: 'd0cf11e0a1b11ae1', why: 'Header of an OLE compound file ([MS-CFB] 2.2).' },
  { name: 'pdf', hex: '255044462d', why: 'Header of a PDF (ISO 32000-1, 7.5.2).' },
  {
    name: 'macros',
    hex: '5f005600420041005f00500052004f004a00450043005400',
    why: 'Directory entry _VBA_PROJECT in UTF-16LE ([MS-OVBA] 2.2.1).',
    after: 'office',
  },
  {
    name: 'macros',
    hex: `560042004100${'00'.repeat(58)}0800`,
    why: 'Directory entry VBA: 64 bytes of name, then its length of 8 bytes ([MS-CFB] 2.6.1).',
    after: 'office',
  },
  {
    name: 'encrypted',
    hex: '45006e0063007200790070007400650064005000610063006b00610067006500',
    why: 'Stream EncryptedPackage: a modern Office file with a password ([MS-OFFCRYPTO] 1.3.2).',
    after: 'office',
  },
  {
    name: 'encrypted',
    hex: '2f456e6372797074',
    why: 'Trailer key /Encrypt of a PDF (ISO 32000-1, 7.6.1), never itself compressed.',
    after: 'pdf',
  },
];
