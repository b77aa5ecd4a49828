import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { browserOf, makeWorld, PASSWORD, type World } from '../factories.ts';
import { openTestGarner, type TestGarner, type TestGarnerOptions } from '../harness.ts';
import { launchBrowser } from './browser.ts';

// Generous: the machine may be slow and busy; nothing waits longer than it must.
const PATIENCE_MS = 60_000;
vi.setConfig({ testTimeout: 3 * PATIENCE_MS, hookTimeout: 2 * PATIENCE_MS });

/** A Garner that listens on a port of its own, with its world, a worker, and a browser to look at it. */
export interface Stage extends AsyncDisposable {
  readonly garner: TestGarner;
  readonly world: World;
  /** What the browser complained of on any page: broken policy, scripts that threw, requests to other places. */
  readonly complaints: string[];
  /** A browser with cookies of its own, where nobody has signed in. */
  visit(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** A page in a browser of its own where this person has signed in and sees their first page. */
  signIn(email: string, options?: BrowserContextOptions): Promise<Page>;
  /** A file on disk to be chosen, last changed at a fixed moment unless another is given; returns its path. */
  file(name: string, content: string | Uint8Array, changed?: Date): Promise<string>;
}

/** Opens everything for one test file. Disposing it closes it all, and fails if the browser complained. */
export async function openStage(options?: TestGarnerOptions): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const browser = await launchBrowser();
  stack.defer(() => browser.close());
  const garner = stack.use(await openTestGarner(options));
  const world = await makeWorld(garner);
  await garner.startWorker();
  await garner.app.listen({ host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${(garner.app.server.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), 'garner-chosen-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const complaints: string[] = [];
  let files = 0;

  async function visit(more: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({ baseURL: origin, viewport: { width: 1200, height: 900 }, ...more });
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('weberror', (error) => complaints.push(String(error.error())));
    context.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`)) complaints.push(`a request to ${request.url()}`);
    });
    context.on('console', (message) => {
      // The browser says this of every answer from 400 on, also of those that are as they should be.
      const told = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !told) complaints.push(message.text());
    });
    return context;
  }

  const parts = stack.move();
  return {
    garner,
    world,
    complaints,
    visit,
    async signIn(email, more) {
      const page = await (await visit(more)).newPage();
      await page.goto('/sign-in');
      await fillSignIn(page, email);
      return page;
    },
    async file(name, content, changed = new Date('2026-11-20T12:00:00Z')) {
      const path = join(folder, String(++files), name);
      await mkdir(join(folder, String(files)));
      await writeFile(path, content);
      await utimes(path, changed, changed);
      return path;
    },
    async [Symbol.asyncDispose]() {
      await parts.disposeAsync();
      expect(complaints).toEqual([]);
    },
  };
}

/** Fills in the sign-in page that is shown, in a browser that the person trusts, and waits for the next page. */
export async function fillSignIn(page: Page, email: string): Promise<void> {
  await page
    .context()
    .addCookies([{ name: 'garner_browser', value: browserOf(email), url: new URL(page.url()).origin }]);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}
