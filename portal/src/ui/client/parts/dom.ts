/** An element with attributes and children; text is always text, never markup. */
export function element<N extends keyof HTMLElementTagNameMap>(
  name: N,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[N] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function paragraph(...children: readonly (Node | string)[]): HTMLParagraphElement {
  return element('p', { class: 'govuk-body' }, ...children);
}

/** A button of the design system that does something here. */
export function button(text: string, press: () => void, secondary = false): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', class: `govuk-button${secondary ? ' govuk-button--secondary' : ''}` },
    text,
  );
  made.addEventListener('click', press);
  return made;
}
