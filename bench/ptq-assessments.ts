import type { Quoting } from './csv-cell.ts';
import { Random } from './random.ts';

/** An assessment as every row about it names it. */
export interface Assessment {
  readonly code: string;
  /** Series or test version; `-2` where boundaries stay the same all year. */
  readonly boundary: string;
  readonly maxMark: number;
}

const SECTORS = 100;
const UNITS = 20;
const MONTHS = ['January', 'March', 'June'];
const VERSIONS = ['Test version 3', 'Version 12 – on demand', 'Haf – Cymraeg', 'Été'];
/** These hold what only a quoted value can. */
const QUOTED_VERSIONS = ['June, paper 2', 'Version "B", June'];

/** 2,000 assessments of one awarding organisation: 100 sectors of 20 units, each sector's units together; `year` as in 23. */
export function assessments(seed: number, prefix: string, year: string, quoted: Quoting): readonly Assessment[] {
  const random = new Random(seed ^ 0x5eed_a55e);
  const series = MONTHS.map((month) => `${month} 20${year}`);
  const versions = quoted === 'never' ? VERSIONS : [...VERSIONS, ...QUOTED_VERSIONS];
  return Array.from({ length: SECTORS * UNITS }, (_, index) => {
    const unit = String((index % UNITS) + 1).padStart(2, '0');
    const kind = random.below(100);
    return {
      code: `${prefix}-${sector(Math.floor(index / UNITS))}-U${unit}`,
      boundary: kind < 55 ? random.pick(series) : kind < 60 ? random.pick(versions) : '-2',
      maxMark: random.pick([40, 60, 80, 90, 100, 120, 150]),
    };
  });
}

/** Three letters: 0 → HAA, 1 → HAB, 26 → HBA. */
function sector(index: number): string {
  return `H${String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26))}`;
}

/** The capitals of a name, at most four: the prefix of an awarding organisation's own codes. */
export function prefixOf(sender: string): string {
  return sender.match(/[A-Z]/g)?.slice(0, 4).join('') ?? 'AO';
}

/** Every day of an academic year such as 2022-2023, 1 September to 31 August, as `yyyy-mm-dd`. */
export function daysOf(academicYear: string): readonly string[] {
  const start = Date.UTC(Number(academicYear.slice(0, 4)), 8, 1);
  const end = Date.UTC(Number(academicYear.slice(5)), 7, 31);
  const days: string[] = [];
  for (let day = start; day <= end; day += 86_400_000) days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}
