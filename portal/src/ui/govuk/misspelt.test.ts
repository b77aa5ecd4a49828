import { expect, test } from 'vitest';
import { govukHtml } from './index.ts';

// `tsc` fails here if one of these compiles; at run time the macro takes no notice of what it does not know.
test('a misspelt parameter is a compile error', () => {
  // @ts-expect-error: the parameter is called `text`
  expect(govukHtml('button', { txt: 'Save' })).not.toContain('Save');
  // @ts-expect-error: the parameter is called `classes`
  expect(govukHtml('tag', { text: 'Sent', class: 'govuk-tag--green' })).not.toContain('green');
  // @ts-expect-error: an item of an error summary has `href`
  expect(govukHtml('errorSummary', { errorList: [{ text: 'Enter a name', link: '#name' }] })).not.toContain('#name');
});

test('a misspelt component is a compile error', () => {
  // @ts-expect-error: the component is called `button`
  expect(() => govukHtml('buton', { text: 'Save' })).toThrow(/buton/);
});
