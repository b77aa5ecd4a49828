import type { ComponentChildren, VNode } from 'preact';

/** A table that scrolls by itself on a small screen; the keyboard can reach it to scroll. */
export function ScrollingTable({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section class="garner-table-scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

/** A name such as `UniqueLearnerNumber` that may break before each of its words. */
export function Breakable({ name }: { name: string }): VNode {
  return <>{name.split(/(?=[A-Z][a-z])/).flatMap((part, index) => (index > 0 ? [<wbr />, part] : [part]))}</>;
}
