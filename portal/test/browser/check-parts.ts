import { readFile } from 'node:fs/promises';
import type { Finding } from '@garner/validate';
import type { Page } from 'playwright-core';
import { button } from './steps.ts';

/** What people do where a file is checked in the browser. */

export const PTQ_CHECK = '/check/ptq-assessment-outcomes/2023-08';

/** Chooses a file on the page "Check a file before you send it". */
export async function chooseHere(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(path);
}

/** Chooses a file and has it checked, to the end; gives the heading of the outcome. */
export async function checkHere(page: Page, path: string): Promise<string> {
  await chooseHere(page, path);
  await button(page, 'Check this file').click();
  return await verdict(page);
}

/** The heading of the outcome, once it is there. */
export async function verdict(page: Page): Promise<string> {
  const words = page.getByRole('heading', { name: /to mend$|^No errors found$|could not be read as this template$/ });
  await words.waitFor();
  return (await words.textContent())!;
}

export interface Downloaded {
  readonly name: string;
  readonly text: string;
}

/** Presses a button that makes a download; gives its name and text. */
export async function downloaded(page: Page, name: string): Promise<Downloaded> {
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

export interface FindingsDocument {
  readonly rows: number;
  readonly counts: unknown;
  readonly byRule: readonly unknown[];
  readonly findings: readonly Finding[];
}

/** The texts of the tables that are shown, cell by cell. */
export async function tables(page: Page): Promise<readonly (readonly string[])[]> {
  return await page
    .locator('table')
    .evaluateAll((all) =>
      all.map((table) =>
        [...table.querySelectorAll('caption, th, td')].map((cell) =>
          (cell.textContent ?? '').replace(/\s+/g, ' ').trim(),
        ),
      ),
    );
}

/** A PTQ file in which every value of every row is wrong: as many findings a row as the header has columns. */
export function allWrong(head: string, rows: number): string {
  const line = `${head.replace(/[^,]+/g, '%')}\n`;
  return `${head}\n${line.repeat(rows)}`;
}
