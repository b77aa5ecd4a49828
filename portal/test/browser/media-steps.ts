import type { Locator, Page } from 'playwright-core';

/** What people do on the page Upload files of a component, each in one place. */

const PATIENCE_MS = 150_000;

/** Chooses files; the review appears once they are looked at. */
export async function chooseFiles(page: Page, paths: readonly string[]): Promise<void> {
  await page.getByLabel('Choose files').setInputFiles([...paths]);
  await reviewed(page);
}

/** Waits till the review is there; gives its summary in words. */
export async function reviewed(page: Page): Promise<string> {
  await page.getByRole('heading', { name: /^Look at/ }).waitFor();
  return await page.locator('#review-summary').innerText();
}

/** The lines of the review: the name of each file, and how it stands. */
export async function standings(page: Page): Promise<readonly (readonly [name: string, standing: string])[]> {
  return await page
    .locator('.garner-review__file')
    .evaluateAll((all) =>
      all.map((one) => [one.querySelector('h3')!.textContent!, (one as HTMLElement).dataset['standing']!]),
    );
}

/** One line of the review, or of what is being sent. */
export function line(page: Page, name: string): Locator {
  return page
    .locator('.garner-review__file, .garner-sending__file')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });
}

export async function upload(page: Page, count: number): Promise<void> {
  await page
    .getByRole('button', { name: count === 1 ? 'Upload 1 file' : `Upload ${count} files`, exact: true })
    .click();
}

/** Waits till every file that was to be sent is. */
export async function allSent(page: Page): Promise<void> {
  // The recordings that are there are made playable meanwhile, on the same cores.
  await page.getByRole('heading', { name: 'Every file was sent', exact: true }).waitFor({ timeout: PATIENCE_MS });
}

/** What the page asks the server, beginning now: "POST /media/components/1/uploads", in order. */
export function asked(page: Page): readonly string[] {
  const all: string[] = [];
  page.on('request', (request) => all.push(`${request.method()} ${new URL(request.url()).pathname}`));
  return all;
}

/** Drops files or folders on the page, as a person does from their desktop. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
}
