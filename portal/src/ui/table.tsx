import type { VNode } from 'preact';
import { govuk, type TableCell, type TableHead } from './govuk/index.ts';

interface DataTable {
  /** What it lists and in what order; read out, not seen. */
  readonly caption: string;
  readonly head: readonly (TableHead & { readonly text: string })[];
  readonly rows: readonly (readonly TableCell[])[];
  readonly classes?: string;
}

/**
 * A table that scrolls by itself where it is too wide, so that the page does not; the keyboard can reach it to scroll.
 * On a small screen each row is a list of names and values instead.
 */
export function dataTable({ caption, head, rows, classes = '' }: DataTable): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section class="garner-table-scroll" aria-label={caption} tabIndex={0}>
      {govuk('table', {
        caption,
        captionClasses: 'govuk-visually-hidden',
        classes: `garner-stacking ${classes}`.trim(),
        head: [...head],
        rows: rows.map((cells) =>
          cells.map((cell, index) => ({ ...cell, attributes: { 'data-name': head[index]?.text ?? '' } })),
        ),
      })}
    </section>
  );
}

/** A name such as `UniqueLearnerNumber` that may break before each of its words. */
export function Breakable({ name }: { name: string }): VNode {
  return <>{name.split(/(?=[A-Z][a-z])/).flatMap((part, index) => (index > 0 ? [<wbr />, part] : [part]))}</>;
}
