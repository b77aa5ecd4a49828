import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AMINA, browserOf, makeWorld } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { launchBrowser } from './browser.ts';
import { fillSignIn } from './stage.ts';
import { button, heading } from './steps.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const stack = new AsyncDisposableStack();
const complaints: string[] = [];
let garner: TestGarner;
let origin: string;
let context: BrowserContext;
let page: Page;

/** A passkey belongs to a name, and its address must be known before: so not the stage's, which takes any port. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  garner = stack.use(await openTestGarner({ environment: { GARNER_BASE_URL: origin } }));
  await makeWorld(garner);
  await garner.app.listen({ host: '127.0.0.1', port });
  const browser = await launchBrowser();
  stack.defer(() => browser.close());
  context = await browser.newContext({ baseURL: origin });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    const told = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !told) complaints.push(message.text());
  });
  await context.addCookies([{ name: 'garner_browser', value: browserOf(AMINA), url: origin }]);
  page = await context.newPage();
  const devices = await context.newCDPSession(page);
  await devices.send('WebAuthn.enable');
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
});
afterAll(async () => {
  await stack.disposeAsync();
  expect(complaints).toEqual([]);
});

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Nothing that WCAG forbids, and nothing wider than a telephone. */
async function accessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `width of ${page.url()}`).toBe(320);
  await page.setViewportSize(size);
}

test('make a passkey on the account', async () => {
  await page.goto('/sign-in');
  await fillSignIn(page, AMINA);
  await page.goto('/account/passkeys/add');
  await accessible();
  await page.getByLabel('Name of the passkey').fill('Laptop');
  await button(page, 'Make a passkey').click();
  await page.getByText('The passkey was added.').waitFor();
  await page.getByText('Passkey: Laptop').waitFor();
  await accessible();
});

test('the same device makes no second one, and the page says why', async () => {
  await page.goto('/account/passkeys/add');
  await button(page, 'Make a passkey').click();
  await page.getByText('This device has a passkey for your account already.').waitFor();
});

test('recovery codes can be copied and saved', async () => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await page.goto('/account/recovery-codes');
  await button(page, 'Make recovery codes').click();
  await heading(page, 'Your recovery codes').waitFor();
  await accessible();
  const codes = (await page.locator('#codes code').allTextContents()).join('\n');
  await button(page, 'Copy').click();
  await page.getByText('Copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${codes}\n`);
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as a text file' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('garner-recovery-codes.txt');
  expect(await readFile(await download.path(), 'utf8')).toContain(codes);
});

test('the app page shows a QR code that the policy lets through', async () => {
  await page.goto('/account/apps/add');
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await accessible();
});

test('sign in with it alone', async () => {
  await page.goto('/account');
  await button(page, 'Sign out').click();
  await page.getByRole('link', { name: 'Sign in with a passkey' }).click();
  await heading(page, 'Sign in with a passkey').waitFor();
  await accessible();
  await button(page, 'Use a passkey').click();
  await button(page, 'Sign out').waitFor();
  expect(await page.getByRole('link', { name: 'Amina Patel' }).isVisible()).toBe(true);
});

test('use it as the second step', async () => {
  await page.goto('/account/sessions');
  await accessible();
  await button(page, 'Ask every browser again').click();
  await page.getByText('Every browser is asked for the second step again.').waitFor();
  await accessible();
  await button(page, 'Sign out').click();
  await page.getByLabel('E-mail address').fill(AMINA);
  await page.getByLabel('Password', { exact: true }).fill('a-password-for-tests');
  await button(page, 'Sign in').click();
  await heading(page, 'We need to verify who you are').waitFor();
  await accessible();
  await button(page, 'Use your passkey').click();
  await button(page, 'Sign out').waitFor();
});

test('confirm with it', async () => {
  await page.goto('/confirm?way=passkey&next=/account');
  await button(page, 'Use your passkey').click();
  await heading(page, 'Your account').waitFor();
});

test('where the server refuses, the page says it in the server’s words', async () => {
  await page.goto('/confirm?way=passkey');
  await context.clearCookies({ name: 'garner_csrf' });
  await button(page, 'Use your passkey').click();
  await page.getByText('refresh the page and try again').waitFor();
});
