import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, exampleCsv } from '../factories.ts';
import { decided } from '../journeys/story.ts';
import { Visitor } from '../visitor.ts';
import { checkHere, chooseHere, downloaded, type FindingsDocument, PTQ_CHECK, tables, verdict } from './check-parts.ts';
import { openStage, type Stage } from './stage.ts';
import { button, focused, heading } from './steps.ts';

let stage: Stage;
let page: Page;
/** What is said of the rule that needs a list which the page does not have. */
const LIST =
  'PTQ-ASSESSMENT-CODE: It is asked when you send the file: it looks values up in your organisation’s list of assessment codes.';
/** What reached the server since it was last emptied, whoever sent it. */
const arrived: string[] = [];

beforeAll(async () => {
  stage = await openStage();
  page = await (await stage.visit()).newPage();
  stage.garner.app.server.on('request', ({ method, url }) => arrived.push(`${method} ${url}`));
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const example = async (name: string): Promise<string> => stage.file(`${name}.csv`, await exampleCsv(name));

test('anyone gets from the first page to the check of a template, without signing in', async () => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Check a file before you send it' }).click();
  await page.getByRole('link', { name: /^PTQ outcomes: assessment outcomes ?, edition 2023-08$/ }).click();
  await heading(page, 'Check a file before you send it').waitFor();
  expect(new URL(page.url()).pathname).toBe(PTQ_CHECK);
  await page.getByText('Checking in the browser needs JavaScript').waitFor({ state: 'hidden' });
});

test('the page of a template leads to its check', async () => {
  await page.goto('/templates/standard-qualification-fee/2025-02');
  await page.getByRole('link', { name: 'Check a file against this template before you send it' }).click();
  await page.waitForURL('**/check/standard-qualification-fee/2025-02');
  expect((await page.goto('/check/standard-qualification-fee/1999-01'))?.status()).toBe(404);
});

test('from the moment a file is chosen nothing goes to the server, nor anywhere else', async () => {
  await page.goto(PTQ_CHECK, { waitUntil: 'networkidle' });
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(request.url()));
  arrived.length = 0;
  expect(await checkHere(page, await example('faulty'))).toBe('27 errors to mend');
  await page.getByLabel('Kind', { exact: true }).selectOption('notice');
  await button(page, 'Show').click();
  await page.getByText('Showing 1 to 3 of 3 findings.').waitFor();
  await downloaded(page, 'Download these as CSV');
  await button(page, 'Check another file').click();
  expect(await checkHere(page, await example('valid'))).toBe('No errors found');
  expect(arrived).toEqual([]);
  expect(asked.filter((url) => !url.startsWith('blob:'))).toEqual([]);
});

test('the worker can reach nobody, though it were told to', async () => {
  const ask = () =>
    fetch('/health').then(
      ({ status }) => status,
      ({ name }: Error) => name,
    );
  expect(await page.workers()[0]!.evaluate(ask)).toBe('TypeError');
  expect(arrived).toEqual([]);
  expect(await page.evaluate(ask)).toBe(200);
});

test('WebAssembly compiles in the worker, and is refused on the page', async () => {
  const compile = () =>
    WebAssembly.compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])).then(
      (made) => made.constructor.name,
      (error: Error) => `${error.name}: ${error.message}`,
    );
  expect(await page.workers()[0]!.evaluate(compile)).toBe('Module');
  expect(await page.evaluate(compile)).toMatch(/^CompileError: .*(Content Security Policy|disallowed by embedder)/);
  stage.complaints.length = 0;
});

test('what the template’s rules compare with is asked in words; what is left out is not applied, and named', async () => {
  await page.goto(PTQ_CHECK);
  await checkHere(page, await example('valid'));
  expect(await page.locator('#check-live li').allTextContents()).toEqual([
    'PTQ-REPORTING-DATE: It needs the due date of the return.',
    'PTQ-SENDER: It needs the names of the organisation.',
    LIST,
  ]);
  await button(page, 'Check another file').click();
  await page.getByLabel('Due date of the return').fill('2026-12-02');
  await page.getByLabel('Names of your organisation').fill('Nobody\n Northern Skills Awards \n');
  expect(await checkHere(page, await example('valid'))).toBe('No errors found');
  expect(await page.locator('#check-live li').allTextContents()).toEqual([LIST]);
  await button(page, 'Check another file').click();
  await page.getByLabel('Names of your organisation').fill('Somebody else');
  expect(await checkHere(page, await example('valid'))).toBe('12 errors to mend');
  await page.getByText('Expected: “Somebody else”.').first().waitFor();
});

test('a template that compares less asks less', async () => {
  await page.goto('/check/number-of-candidates/2021-03');
  await page.getByLabel('Names of your organisation').waitFor();
  expect(await page.getByLabel('Due date of the return').count()).toBe(0);
});

test('a date that is none is refused at its field', async () => {
  await page.goto(PTQ_CHECK);
  await chooseHere(page, await example('valid'));
  for (const wrong of ['2026-02-30', '31/10/2026', 'soon']) {
    await page.getByLabel('Due date of the return').fill(wrong);
    await button(page, 'Check this file').click();
    await page
      .getByRole('alert')
      .getByRole('link', { name: /^Enter a real date/ })
      .click();
    expect(await focused(page)).toBe('input: Due date of the return');
  }
  await page.getByLabel('Due date of the return').fill('');
  await button(page, 'Check this file').click();
  expect(await verdict(page)).toBe('No errors found');
  expect(await page.title()).toBe(
    'No errors found – Check a file before you send it: PTQ outcomes: assessment outcomes – Garner',
  );
});

test('a rule that is chosen in the summary shows its findings, and Back goes back', async () => {
  await page.goto(PTQ_CHECK);
  await checkHere(page, await example('faulty'));
  await page.getByRole('link', { name: /^2 findings: The ULN/ }).click();
  await page.getByText('Showing 1 to 2 of 2 findings.').waitFor();
  expect(await focused(page)).toBe('h2: Chosen findings');
  expect(await page.getByLabel('Rule', { exact: true }).inputValue()).toBe('PTQ-ULN-CHECK');
  const { name, text } = await downloaded(page, 'Download these as JSON');
  expect(name).toBe('faulty-findings.json');
  expect((JSON.parse(text) as FindingsDocument).findings.map(({ rule }) => rule)).toEqual(
    Array(2).fill('PTQ-ULN-CHECK'),
  );
  await page.goBack();
  await page.getByText('Showing 1 to 30 of 30 findings.').waitFor();
  await page.goForward();
  await page.getByRole('link', { name: 'Show all findings' }).click();
  await page.getByText('Showing 1 to 30 of 30 findings.').waitFor();
});

let own: Page | undefined;
let amina: Visitor | undefined;
let attempts = 0;

// Last what is accepted: after that the return takes no more files.
test.each(['faulty', 'duplicates', 'never-closed', 'spreadsheet-damage', 'wrong-template', 'quotes', 'windows-1252'])(
  'the same findings, in the same words, as from the server: %s',
  async (name) => {
    const content = await exampleCsv(name);
    own ??= await stage.signIn(AMINA);
    amina ??= await Visitor.signedIn(stage.garner.app, AMINA);
    await own.goto(`/returns/${stage.world.open}/upload`);
    await own.getByLabel('Choose a file').setInputFiles(await stage.file(`${name}.csv`, content));
    await button(own, 'Continue').click();
    await button(own, 'Check it here first').click();
    await verdict(own);
    await button(own, 'See all findings').click();
    const here = JSON.parse((await downloaded(own, 'Download all as JSON')).text) as FindingsDocument;
    const csvHere = await downloaded(own, 'Download all as CSV');
    const shownHere = await tables(own);

    expect((await amina.sendForm(stage.world.open, `${name}.csv`, content)).statusCode).toBe(303);
    const attempt = `/returns/${stage.world.open}/submissions/${++attempts}`;
    await decided(amina, stage.world.open, attempts);
    const { rows, counts, byRule, findings } = (await amina.get(`${attempt}/findings.json`)).json() as FindingsDocument;
    expect(here).toMatchObject({ rows, counts, byRule, findings });
    expect(here.findings.length).toBeGreaterThan(0);
    expect(csvHere.text).toBe((await amina.get(`${attempt}/findings.csv`)).body);
    await own.goto(attempt);
    expect(shownHere).toEqual(await tables(own));
  },
);
