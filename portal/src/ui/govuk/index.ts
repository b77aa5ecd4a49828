/**
 * GOV.UK Frontend for our pages. The markup is always that of the library's own macros; the parameters are typed from
 * the library's own description, so that a misspelt one does not compile.
 *
 *     <main>{govuk('button', { text: 'Save and continue' })}</main>
 */
import type { VNode } from 'preact';
import { jsxTemplate } from 'preact/jsx-runtime';
import { renderToString } from 'preact-render-to-string';
import type { GovukComponents } from './components.generated.ts';
import { renderMacro } from './environment.ts';

export type * from './components.generated.ts';

/**
 * One component as the HTML of its official macro.
 *
 * Parameters called `text` are escaped. Those called `html` are written out as they are: fill them with `html()`,
 * never with a string that holds what somebody typed.
 */
export function govukHtml<N extends keyof GovukComponents>(name: N, params: GovukComponents[N]): string {
  return renderMacro(name, params);
}

/** One component to place in a page: its macro's HTML, with no element around it. Parameters as for `govukHtml`. */
export function govuk<N extends keyof GovukComponents>(name: N, params: GovukComponents[N]): VNode {
  // A template of one fixed part is the only thing Preact writes out unescaped without an element to hold it.
  return jsxTemplate([govukHtml(name, params)]);
}

/** Part of a page as HTML, everything in it escaped: for the `html` parameters of another component. */
export function html(node: VNode): string {
  return renderToString(node);
}

/** A whole page, ready to send: the document type and the `<html>` element that `node` is. */
export function renderPage(node: VNode): string {
  return `<!DOCTYPE html>${renderToString(node)}`;
}
