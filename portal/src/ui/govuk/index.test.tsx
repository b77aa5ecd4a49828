import { describe, expect, test } from 'vitest';
import { govuk, govukHtml, html, renderPage } from './index.ts';

const button = govukHtml('button', { text: 'Save' });

describe('govuk', () => {
  test('puts the macro’s HTML in a page as it is, with no element around it', () => {
    expect(button).toMatch(
      /^<button type="submit" class="govuk-button" data-module="govuk-button">\s+Save\s+<\/button>$/,
    );
    expect(html(<main>{govuk('button', { text: 'Save' })}</main>)).toBe(`<main>${button}</main>`);
  });

  test('works as a whole view, in a fragment, in a list and in a component', () => {
    const Actions = () => govuk('button', { text: 'Save' });
    expect(html(govuk('button', { text: 'Save' }))).toBe(button);
    expect(html(<Actions />)).toBe(button);
    expect(
      html(
        <>
          <p>a</p>
          {govuk('button', { text: 'Save' })}
        </>,
      ),
    ).toBe(`<p>a</p>${button}`);
    expect(html(<div>{[1, 2].map(() => govuk('button', { text: 'Save' }))}</div>)).toBe(
      `<div>${button}${button}</div>`,
    );
  });

  test('escapes text and attributes', () => {
    const markup = govukHtml('button', { text: '<b>"&', classes: '"><i>', attributes: { 'data-name': '"><script>' } });
    expect(markup).toContain('&lt;b&gt;&quot;&amp;');
    expect(markup).toContain('data-name="&quot;&gt;&lt;script&gt;"');
    expect(markup).not.toMatch(/<b>|<i>|<script/);
  });

  test('takes a component, or any other markup, as the html of another', () => {
    const tag = html(
      <p>
        {'1 < 2'} {govuk('tag', { text: 'Sent' })}
      </p>,
    );
    const markup = govukHtml('insetText', { html: tag });
    expect(markup).toMatch(
      /^<div class="govuk-inset-text">\s+<p>1 &lt; 2 <strong class="govuk-tag">\s+Sent\s+<\/strong><\/p>\s+<\/div>$/,
    );
  });

  test('keeps the lines and blanks of a typed value, however deep the macros nest', () => {
    const value = 'one\n    two\n\nthree';
    const textarea = govukHtml('textarea', { name: 'why', label: { text: 'Why' }, value });
    const radios = govukHtml('radios', {
      name: 'r',
      items: [{ value: 'a', text: 'A', conditional: { html: textarea } }],
    });
    const rows = [{ key: { text: 'Sent' }, value: { html: html(<code class="garner-code">{value}</code>) } }];
    expect(radios).toContain(`>${value}</textarea>`);
    expect(govukHtml('summaryList', { rows, card: { title: { text: 'File' } } })).toContain(`>${value}</code>`);
  });

  test('a parameter that is undefined is a parameter left out', () => {
    const given = { text: 'Save', name: undefined, href: undefined, disabled: undefined, attributes: undefined };
    expect(govukHtml('button', given)).toBe(button);
  });

  test('is quick enough to call for every row of a table', () => {
    const started = performance.now();
    for (let row = 0; row < 1000; row++) govukHtml('tag', { text: `Row ${row}`, classes: 'govuk-tag--green' });
    expect((performance.now() - started) / 1000).toBeLessThan(1);
  });
});

test('renderPage puts the document type first', () => {
  const page = (
    <html lang="en">
      <body>{govuk('backLink', { text: 'Back', href: '/' })}</body>
    </html>
  );
  expect(renderPage(page)).toBe(
    '<!DOCTYPE html><html lang="en"><body><a href="/" class="govuk-back-link">Back</a></body></html>',
  );
});
