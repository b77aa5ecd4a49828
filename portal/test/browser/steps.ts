import type { Locator, Page } from 'playwright-core';

/** What people do on the upload page and what they see there, each in one place. */

export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { name, level: 1 });
}

/** A button that does something here; links that look like buttons are not meant. */
export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

/** Chooses a file and goes on to the confirmation. */
export async function choose(page: Page, path: string): Promise<void> {
  await page.getByLabel('Choose a file').setInputFiles(path);
  await button(page, 'Continue').click();
}

/** Chooses a file on a return's upload page, confirms, and begins to send it. */
export async function send(page: Page, returnId: number, path: string): Promise<void> {
  await page.goto(`/returns/${returnId}/upload`);
  await choose(page, path);
  await button(page, 'Yes, upload').click();
}

/** Where each piece that the page sends begins in the file, in order. */
export function offsetsSent(page: Page): readonly number[] {
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  return offsets;
}

/** What has the focus, in words: its role or element and its text or label. */
export async function focused(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const one = document.activeElement as HTMLInputElement;
    const text = one.labels?.[0]?.textContent ?? one.textContent ?? '';
    return `${one.tagName.toLowerCase()}: ${text.replace(/\s+/g, ' ').trim()}`;
  });
}

/** Lets the page send so many bytes a second at most, or as many as it can when none is given. */
export async function slowSending(page: Page, bytesPerSecond = -1): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
}
