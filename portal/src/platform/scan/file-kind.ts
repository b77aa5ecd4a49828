import { sniffText, type TextEncoding } from './text-kind.ts';

/** What a file's bytes are. `label` is plain words to stand inside a sentence: "This looks like a ZIP archive". */
export interface FileKind {
  readonly id: FileKindId;
  readonly label: string;
  /** For text of any sort. Windows-1252 is a guess: text that is not UTF-8 and fits it. */
  readonly encoding?: TextEncoding;
}

export type FileKindId = keyof typeof LABELS;

const LABELS = {
  empty: 'an empty file',
  csv: 'a CSV file',
  text: 'a plain text file',
  xml: 'an XML file',
  json: 'a JSON file',
  html: 'a web page (HTML)',
  zip: 'a ZIP archive',
  xlsx: 'an Excel workbook (.xlsx)',
  xlsm: 'an Excel workbook with macros (.xlsm)',
  docx: 'a Word document (.docx)',
  docm: 'a Word document with macros (.docm)',
  pptx: 'a PowerPoint presentation (.pptx)',
  pptm: 'a PowerPoint presentation with macros (.pptm)',
  ods: 'an OpenDocument spreadsheet (.ods)',
  odt: 'an OpenDocument text (.odt)',
  odp: 'an OpenDocument presentation (.odp)',
  ole: 'an older or password-protected Office file (such as .xls or .doc)',
  pdf: 'a PDF document',
  gzip: 'a gzip archive (.gz)',
  '7z': 'a 7-Zip archive (.7z)',
  rar: 'a RAR archive (.rar)',
  bzip2: 'a bzip2 archive (.bz2)',
  xz: 'an xz archive (.xz)',
  zstd: 'a Zstandard archive (.zst)',
  tar: 'a tar archive (.tar)',
  png: 'a PNG picture',
  jpeg: 'a JPEG picture',
  gif: 'a GIF picture',
  mp3: 'an MP3 recording',
  wav: 'a WAV recording',
  flac: 'a FLAC recording',
  m4a: 'an M4A recording',
  mp4: 'an MP4 video or recording',
  mov: 'a QuickTime video (.mov)',
  ogg: 'an Ogg recording or video',
  webm: 'a WebM video',
  mkv: 'a Matroska video (.mkv)',
  avi: 'an AVI video',
  exe: 'a Windows program',
  elf: 'a Linux program',
  macho: 'a macOS or Java program',
  script: 'a script',
  parquet: 'a Parquet data file',
  unknown: 'a file of a kind we do not know',
} as const;

const PROGRAMS: ReadonlySet<FileKindId> = new Set(['exe', 'elf', 'macho', 'script']);
const SEALED: ReadonlySet<FileKindId> = new Set(['7z', 'rar', 'bzip2', 'xz', 'zstd']);

/** Bytes at an offset, as Latin-1; every `also` must fit too. The first row that fits decides. */
const MAGIC: readonly { id: FileKindId; at?: number; bytes: string; also?: readonly [number, string] }[] = [
  { id: 'ods', bytes: 'PK\x03\x04', also: [30, 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet'] },
  { id: 'odt', bytes: 'PK\x03\x04', also: [30, 'mimetypeapplication/vnd.oasis.opendocument.text'] },
  { id: 'odp', bytes: 'PK\x03\x04', also: [30, 'mimetypeapplication/vnd.oasis.opendocument.presentation'] },
  { id: 'zip', bytes: 'PK\x03\x04' },
  { id: 'zip', bytes: 'PK\x05\x06' },
  { id: 'ole', bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { id: 'pdf', bytes: '%PDF-' },
  { id: 'gzip', bytes: '\x1f\x8b' },
  { id: '7z', bytes: "7z\xbc\xaf'\x1c" },
  { id: 'rar', bytes: 'Rar!\x1a\x07' },
  { id: 'bzip2', bytes: 'BZh', also: [4, '1AY&SY'] },
  { id: 'xz', bytes: '\xfd7zXZ\x00' },
  { id: 'zstd', bytes: '\x28\xb5\x2f\xfd' },
  { id: 'tar', at: 257, bytes: 'ustar' },
  { id: 'png', bytes: '\x89PNG\r\n\x1a\n' },
  { id: 'jpeg', bytes: '\xff\xd8\xff' },
  { id: 'gif', bytes: 'GIF87a' },
  { id: 'gif', bytes: 'GIF89a' },
  { id: 'mp3', bytes: 'ID3' },
  { id: 'wav', bytes: 'RIFF', also: [8, 'WAVE'] },
  { id: 'avi', bytes: 'RIFF', also: [8, 'AVI '] },
  { id: 'flac', bytes: 'fLaC' },
  { id: 'm4a', at: 4, bytes: 'ftypM4A' },
  { id: 'm4a', at: 4, bytes: 'ftypM4B' },
  { id: 'mov', at: 4, bytes: 'ftypqt' },
  { id: 'mp4', at: 4, bytes: 'ftyp' },
  { id: 'ogg', bytes: 'OggS' },
  { id: 'elf', bytes: '\x7fELF' },
  { id: 'macho', bytes: '\xfe\xed\xfa\xce' },
  { id: 'macho', bytes: '\xfe\xed\xfa\xcf' },
  { id: 'macho', bytes: '\xce\xfa\xed\xfe' },
  { id: 'macho', bytes: '\xcf\xfa\xed\xfe' },
  { id: 'macho', bytes: '\xca\xfe\xba\xbe' },
  { id: 'script', bytes: '#!/' },
  { id: 'script', bytes: '#! /' },
  { id: 'parquet', bytes: 'PAR1' },
];

/** How many first bytes `sniffKind` wants to see. */
export const HEAD_BYTES = 4096;

/**
 * What a file is by its first bytes (up to HEAD_BYTES; all of them if it is shorter). An Office file of today is still `zip`
 * here: which one it is shows only in the names inside it. A CSV file of one column is `text`: nothing tells them apart.
 */
export function sniffKind(head: Uint8Array): FileKind {
  if (head.length === 0) return fileKind('empty');
  const latin = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1');
  const row = MAGIC.find(
    ({ at, bytes, also }) => latin.startsWith(bytes, at ?? 0) && (!also || latin.startsWith(also[1], also[0])),
  );
  if (row) return fileKind(row.id);
  if (latin.startsWith('\x1a\x45\xdf\xa3')) return fileKind(latin.includes('webm') ? 'webm' : 'mkv');
  const text = sniffText(head.subarray(0, HEAD_BYTES), head.length < HEAD_BYTES);
  if (text) return { ...fileKind(text.id), encoding: text.encoding };
  if (latin.startsWith('MZ')) return fileKind('exe'); // After text: a CSV may well begin with these letters.
  return fileKind(isMp3Frame(head) ? 'mp3' : 'unknown');
}

/** The kind with its label. */
export function fileKind(id: FileKindId): FileKind {
  return { id, label: LABELS[id] };
}

/** Whether an operating system would run it. */
export function isProgram({ id }: FileKind): boolean {
  return PROGRAMS.has(id);
}

/** Whether it is an archive that this scanner does not unpack. */
export function isSealed({ id }: FileKind): boolean {
  return SEALED.has(id);
}

/** Frame header of MPEG layer III: eleven sync bits, a known version, bit rate and sampling rate (ISO 11172-3, 2.4.1.3). */
function isMp3Frame(head: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = head;
  const layer3 = first === 0xff && (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08;
  return layer3 && third >> 4 !== 15 && third >> 4 !== 0 && (third & 0x0c) !== 0x0c;
}
