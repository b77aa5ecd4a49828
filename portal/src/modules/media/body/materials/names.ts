import { endingOf } from '../../kinds.ts';
import type { Material } from './queries.ts';

/** Candidates named in the name of a file; the manifest has all of them. */
const MOST_NAMED = 6;

/** "8638/SF" → "8638SF". */
export function bareCode(code: string): string {
  return code.replaceAll(/[^A-Za-z0-9]/g, '');
}

/**
 * The name of each file in a zip, `centre_component_candidate_n.ext`: nothing of what the centre called it but its ending, so
 * nothing that a computer could take amiss. Unique whatever the letter case.
 */
export function materialNames(code: string, materials: readonly Material[]): readonly string[] {
  const counts = new Map<string, number>();
  return materials.map((material) => {
    const centre = material.centreNumber ?? `centre${material.centreId}`;
    const prefix = `${centre}_${bareCode(code)}_${who(material)}`;
    const number = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, number);
    return `${prefix}_${number}${safeEnding(material.name)}`;
  });
}

function who({ role, candidates }: Material): string {
  if (role === 'document') return 'document';
  if (candidates.length === 0) return 'nobody';
  const numbers = candidates.map(({ number }) => number);
  if (numbers.length <= MOST_NAMED) return numbers.join('-');
  return `${numbers.slice(0, MOST_NAMED - 1).join('-')}-and-${numbers.length - MOST_NAMED + 1}-more`;
}

function safeEnding(name: string): string {
  const ending = endingOf(name);
  return /^\.[a-z0-9]{1,10}$/.test(ending) ? ending : '';
}
