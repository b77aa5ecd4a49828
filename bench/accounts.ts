/** Signing in, and what it costs to know who asks: node --import ./portal/tsx-hook.mjs bench/accounts.ts. Prints Markdown tables. */
import { type RunningGarner, signIn, startGarner } from './garner-process.ts';
import { markdown, type Table } from './table.ts';

const LEVELS = [1, 2, 4, 8, 16, 32, 64] as const;
const SECONDS = 4;
const ASKED = 3000;

/** Both tables, on one Garner that is started for them. */
export async function accountsBenchmark(): Promise<readonly Table[]> {
  await using garner = await startGarner(1);
  return [await signInTable(garner), await permissionTable(garner)];
}

/** So many people at once, each signing in again as soon as they are in. */
async function signInTable(garner: RunningGarner): Promise<Table> {
  await signingIn(garner, 2, 1);
  const rows: string[][] = [];
  for (const atOnce of LEVELS) {
    const times = await signingIn(garner, atOnce, SECONDS);
    rows.push([
      String(atOnce),
      (times.length / SECONDS).toFixed(1),
      milliseconds(percentile(times, 0.5)),
      milliseconds(percentile(times, 0.95)),
    ]);
  }
  return {
    title: 'Signing in',
    head: ['people at once', 'sign-ins a second', 'median', '95 of 100 within'],
    rows,
    note: 'Each a POST to /sign-in from a browser that is trusted: throttle, argon2id (19 MiB, two passes, one lane), a new session, the audit event and its link in the chain, all committed. One web process, which hashes in threads, PostgreSQL and the measuring program share the cores.',
  };
}

async function signingIn({ base, people }: RunningGarner, atOnce: number, seconds: number) {
  const times: number[] = [];
  const page = await fetch(`${base}/sign-in`);
  const [form] = page.headers.getSetCookie().map((line) => line.split(';')[0]);
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    people.slice(0, atOnce).map(async ({ email, password, cookie }) => {
      while (performance.now() < end) {
        const began = performance.now();
        const answer = await fetch(`${base}/sign-in`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie: `${form}; ${cookie}` },
          body: new URLSearchParams({ email, password, _csrf: csrf }),
        });
        await answer.arrayBuffer();
        if (answer.status !== 303 || answer.headers.get('location')?.startsWith('/sign-in')) {
          throw new Error(`Signing in was answered with ${answer.status}`);
        }
        times.push(performance.now() - began);
      }
    }),
  );
  return times;
}

/** The same small answer for somebody who is signed in and for nobody, in turns: what lies between is knowing who asks. */
async function permissionTable({ base }: RunningGarner): Promise<Table> {
  // Anew: the sessions before have followed each other.
  const { headers } = await signIn(base);
  const ask = async (cookie: string | undefined): Promise<number> => {
    const began = performance.now();
    const answer = await fetch(`${base}/assets/none.css`, cookie === undefined ? {} : { headers: { cookie } });
    await answer.arrayBuffer();
    return performance.now() - began;
  };
  const [known, unknown]: [number[], number[]] = [[], []];
  for (let at = 0; at < ASKED; at++) {
    unknown.push(await ask(undefined));
    known.push(await ask(headers['cookie']));
  }
  const medians = [unknown, known].map((times) => percentile(times, 0.5)) as [number, number];
  return {
    title: 'Knowing who asks, and what they may do',
    head: ['', 'median of a request'],
    rows: [
      ['nobody signed in', milliseconds(medians[0], 2)],
      ['somebody signed in', milliseconds(medians[1], 2)],
      ['between the two', milliseconds(medians[1] - medians[0], 2)],
    ],
    note: `${ASKED.toLocaleString('en-GB')} requests of each kind in turns for an address without anything behind it. One query: session, person, membership, organisation.`,
  };
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

function milliseconds(value: number, digits = 0): string {
  return `${value.toFixed(digits)} ms`;
}

if (import.meta.main) for (const table of await accountsBenchmark()) console.log(markdown(table));
