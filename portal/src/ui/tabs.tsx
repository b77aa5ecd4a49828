import type { VNode } from 'preact';

/** Tabs that are links, so that they need no JavaScript and each has an address. */
export function Tabs({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { readonly text: string; readonly href: string; readonly current: boolean }[];
}): VNode {
  return (
    <nav class="garner-tabs" aria-label={label}>
      <ul class="garner-tabs__list">
        {tabs.map(({ text, href, current }) => (
          <li class="garner-tabs__item">
            <a class="garner-tabs__link" href={href} {...(current ? { 'aria-current': 'page' as const } : {})}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
