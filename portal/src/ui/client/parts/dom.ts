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

/** The design system's error summary, focused so that it is read out. */
export function errorSummary(title: string, detail: string, field: string): HTMLElement {
  return element(
    'div',
    { class: 'govuk-error-summary', tabindex: '-1' },
    element(
      'div',
      { role: 'alert' },
      element('h2', { class: 'govuk-error-summary__title' }, 'There is a problem'),
      element(
        'div',
        { class: 'govuk-error-summary__body' },
        paragraph(detail),
        element(
          'ul',
          { class: 'govuk-list govuk-error-summary__list' },
          element('li', {}, element('a', { href: `#${field}` }, title)),
        ),
      ),
    ),
  );
}
