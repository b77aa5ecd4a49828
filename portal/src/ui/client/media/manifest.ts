import { readCsv } from './csv.ts';

export type Role = 'recording' | 'notes' | 'form';

/** What a list of files says of one of them. */
export interface Listed {
  /** As written, without blanks at the ends; several for several candidates. */
  readonly candidates: readonly string[];
  readonly role?: Role;
}

/** A list that says whose each file is. */
export interface Manifest {
  /** Its own name. */
  readonly name: string;
  /** By the name of the file as `fileKey` gives it. */
  readonly files: ReadonlyMap<string, Listed>;
}

const FILE = ['file', 'filename', 'name', 'filepath', 'path', 'recording', 'recordingfile'];
const CANDIDATE = ['candidate', 'candidates', 'candidatenumber', 'candidatenumbers', 'candidateno', 'number'];
const ROLE = ['role', 'type', 'kind'];

/** Names of files are compared without regard to folders' slashes, capitals and how accents are written. */
export function fileKey(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/^(\.?\/)+/, '')
    .trim()
    .normalize('NFC')
    .toLowerCase();
}

/** Reads a list of files; undefined where the text has no columns for a file and its candidate. */
export function readManifest(name: string, text: string): Manifest | undefined {
  const [head = [], ...rows] = readCsv(text);
  const names = head.map((cell) => cell.toLowerCase().replaceAll(/[^a-z]/g, ''));
  const column = (among: readonly string[]): number => names.findIndex((each) => among.includes(each));
  const [file, candidate, role] = [column(FILE), column(CANDIDATE), column(ROLE)];
  if (file < 0 || candidate < 0) return undefined;
  const files = new Map<string, Listed>();
  for (const row of rows) {
    const key = fileKey(row[file] ?? '');
    if (key === '') continue;
    const before = files.get(key);
    const candidates = (row[candidate] ?? '').split(/[\s,;&+]+/).filter((each) => each !== '');
    const said = role < 0 ? undefined : roleOf(row[role] ?? '');
    const kept = said ?? before?.role;
    files.set(key, {
      candidates: [...new Set([...(before?.candidates ?? []), ...candidates])],
      ...(kept && { role: kept }),
    });
  }
  return { name, files };
}

/** What the list says of a file: by its whole path where the list has that, else by its name. */
export function listedOf({ files }: Manifest, path: string): Listed | undefined {
  const key = fileKey(path);
  const parts = key.split('/');
  for (let from = 0; from < parts.length; from++) {
    const found = files.get(parts.slice(from).join('/'));
    if (found) return found;
  }
  return undefined;
}

function roleOf(cell: string): Role | undefined {
  const word = cell.trim().toLowerCase();
  return (['recording', 'notes', 'form'] as const).find((role) => role === word);
}
