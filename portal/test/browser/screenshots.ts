/**
 * Takes the pictures of docs/images from a running demonstration that is fresh:
 *
 *     PORT=3200 GARNER_DATA=/tmp/pictures npm start
 *     node portal/test/browser/screenshots.ts http://localhost:3200
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PASSWORD, PEOPLE } from '../../src/demo/world.ts';
import { launchBrowser } from './browser.ts';

const FOLDER = join(import.meta.dirname, '../../../docs/images');
const [address] = process.argv.slice(2);
if (address === undefined) throw new Error('Say where the demonstration runs, such as http://localhost:3200');

await using browser = await launchBrowser();
const context = await browser.newContext({ baseURL: address, viewport: { width: 1200, height: 960 } });
const page = await context.newPage();
await mkdir(FOLDER, { recursive: true });

await page.goto('/sign-in');
await page.getByLabel('E-mail address').fill(PEOPLE[0].email);
await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
await page.getByRole('button', { name: 'Sign in', exact: true }).click();
await page.getByRole('button', { name: 'Send code' }).click();
const messages = await context.newPage();
await messages.goto('/development/messages');
const [, code = ''] = /(\d{6}) is your code/.exec(await messages.innerText('main')) ?? [];
await messages.close();
await page.getByLabel('Code').fill(code);
await page.getByRole('button', { name: 'Continue' }).click();
await page.getByRole('heading', { name: 'My returns' }).waitFor();
await page.screenshot({ path: join(FOLDER, 'my-returns.png') });

await page.getByRole('link', { name: /^See what to mend/ }).click();
await page.getByRole('heading', { name: /errors to mend$/ }).waitFor();
await page.screenshot({ path: join(FOLDER, 'findings.png') });
