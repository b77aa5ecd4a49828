import { quoted, type Remarks, speaking } from '../remark.ts';
import { inside } from '../shape/shape.ts';
import type { TemplateView } from '../view.ts';

/** The positions printed, which need not be the order of the columns (defect class 23). */
export function checkPositions({ template, views }: TemplateView, remarks: Remarks): void {
  const printed = views.flatMap(({ printed: column }) => (column ? [String(column.published.position).trim()] : []));
  const faults = positionFaults(printed);
  if (faults.length === 0) return;
  remarks.say(
    'published.positions',
    { path: 'fields' },
    {
      message: `The positions printed are ${shown(printed)}: ${faults.join('; ')}.`,
      settledBy: speaking(template.description, ['position']),
    },
  );
}

function shown(positions: readonly string[]): string {
  return positions.length > 20 ? `${positions.slice(0, 20).join(', ')}, …` : positions.join(', ');
}

function positionFaults(positions: readonly string[]): string[] {
  const others = positions.filter((position) => !/^\d+$/.test(position));
  const numbers = positions.filter((position) => /^\d+$/.test(position)).map(Number);
  const known = new Set<number>();
  const repeated = numbers.filter((number) => known.has(number) || !known.add(number));
  const most = numbers.reduce((least, number) => Math.min(Math.max(least, number), positions.length), 0);
  const gaps = Array.from({ length: most }, (_, at) => at + 1).filter((number) => !known.has(number));
  const isTurned = numbers.some((number, at) => at > 0 && number < numbers[at - 1]!);
  return [
    ...(others.length > 0
      ? [`${others.slice(0, 8).map(quoted).join(', ')} ${others.length === 1 ? 'is' : 'are'} no number`]
      : []),
    ...(repeated.length > 0 ? [`${[...new Set(repeated)].slice(0, 8).join(', ')} comes twice`] : []),
    ...(gaps.length > 0 ? [`${gaps.slice(0, 8).join(', ')} ${gaps.length === 1 ? 'is' : 'are'} missing`] : []),
    ...(isTurned ? ['they are in another order than the columns'] : []),
  ];
}

/** Descriptions that stand at two columns: one may have been copied to the wrong row (defect class 25). */
export function checkDescriptions({ views }: TemplateView, remarks: Remarks): void {
  const first = { published: new Map<string, string>(), own: new Map<string, string>() };
  for (const { place, field, printed } of views) {
    const published = printed?.published.description.trim() ?? '';
    const twin = first.published.get(published);
    if (published.length >= 15 && twin !== undefined) {
      remarks.say('published.same-description', inside(place, 'published.description'), {
        message: `The published description is the same as that of ${twin}.`,
        settledBy: field.reading,
      });
    } else first.published.set(published, field.name);
    const own = field.description.trim();
    const ownTwin = first.own.get(own);
    if (own.length >= 15 && ownTwin !== undefined) {
      remarks.say('field.same-description', inside(place, 'description'), {
        message: `The description is the same as that of ${ownTwin}.`,
        settledBy: field.reading,
      });
    } else first.own.set(own, field.name);
  }
}
