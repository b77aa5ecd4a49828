import { launchBrowser } from '/work/main/portal/test/browser/browser.ts';
import { exampleCsv } from '/work/main/portal/test/factories.ts';

const b = await launchBrowser();
const out = '/tmp/shots/';
for (const [w, tag] of [
  [1200, 'w'],
  [320, 'n'],
] as const) {
  const c = await b.newContext({ baseURL: 'http://localhost:3200', viewport: { width: w, height: 800 } });
  const p = await c.newPage();
  p.on('console', (m) => console.log(tag, m.type(), m.text()));
  const shot = async (n: string) => {
    const o = await p.evaluate(() => document.documentElement.scrollWidth);
    if (o > w) console.log('OVERFLOW', n, tag, o);
    await p.screenshot({ path: `${out}${n}-${tag}.png`, fullPage: true });
  };
  await p.goto('/sign-in');
  await shot('sign-in');
  await p.fill('#email', 'a@b.example');
  await p.fill('#password', 'x');
  await p.getByRole('button', { name: 'Sign in' }).click();
  await p.waitForSelector('.govuk-error-summary');
  await shot('refused');
  await p.fill('#email', 'amina.patel@northern.example');
  await p.fill('#password', 'harvest-home-2026');
  await p.getByRole('button', { name: 'Sign in' }).click();
  await p.waitForURL('**/returns');
  await shot('returns');
  await p.goto('/returns?tab=previous');
  await shot('previous');
  await p.goto('/returns/4');
  await shot('return-failed');
  await p.goto('/returns/2');
  await shot('return-accepted');
  await p.goto('/returns/1');
  await shot('return-closed');
  await p.goto('/returns/1/upload');
  await shot('409');
  await p.goto('/returns/9');
  await shot('404');
  await p.goto('/returns/4/submissions/1');
  await shot('findings');
  await p.goto('/returns/2/submissions/1');
  await shot('accepted');
  await p.goto('/templates');
  await shot('templates');
  await p.goto('/templates/ptq-assessment-outcomes/2023-08');
  await shot('template');
  await p.goto('/outbox');
  await shot('outbox');
  await p.locator('td a').first().click();
  await p.waitForURL('**/outbox/*');
  await shot('message');
  await p.goto('/returns/5/upload');
  await shot('upload');
  await p.setInputFiles('#file', {
    name: 'outcomes-2023-2024.csv',
    mimeType: 'text/csv',
    buffer: await exampleCsv('faulty'),
  });
  await p.locator('#upload-button').click();
  await shot('confirm');
  await c.close();
}
await b.close();
