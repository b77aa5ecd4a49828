import { launchBrowser } from './browser.ts';

const b = await launchBrowser();
const c = await b.newContext({ baseURL: 'http://localhost:3200', viewport: { width: 320, height: 1500 } });
const p = await c.newPage();
await p.goto('/sign-in');
await p.fill('#email', 'amina.patel@northern.example');
await p.fill('#password', 'harvest-home-2026');
await p.getByRole('button', { name: 'Sign in' }).click();
await p.waitForURL('**/returns');
await p.goto('/returns/4/submissions/1');
await p.screenshot({ path: '/tmp/shots/d1.png' });
await p.evaluate(() => document.getElementById('findings')!.scrollIntoView());
await p.screenshot({ path: '/tmp/shots/d2.png' });
await p.goto('/templates/ptq-assessment-outcomes/2023-08');
await p.screenshot({ path: '/tmp/shots/d3.png' });
await p.evaluate(() => document.getElementById('column-assessmentgrade')!.scrollIntoView());
await p.screenshot({ path: '/tmp/shots/d4.png' });
await b.close();
