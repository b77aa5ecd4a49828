import { Secret, TOTP } from 'otpauth';
import type { TestGarner } from '../harness.ts';
import type { Visitor } from '../visitor.ts';

/** The app on somebody's phone: shows the code of a moment. */
export class TestApp {
  readonly #totp: TOTP;
  /** The key as the page shows it, to be typed in. */
  constructor(typed: string) {
    this.#totp = new TOTP({ secret: Secret.fromBase32(typed.replaceAll(' ', '')) });
  }
  /** The code of now, or of so many steps of 30 s later. */
  code({ clock }: TestGarner, steps = 0): string {
    return this.#totp.generate({ timestamp: clock.now().getTime() + steps * 30_000 });
  }
}

/** What a page for a new app holds. */
export function newAppOf(body: string): { readonly app: TestApp; readonly sealed: string } {
  const typed = /<code class="garner-code">([A-Z2-7 ]+)<\/code>/.exec(body)?.[1];
  const sealed = /name="sealed" value="([^"]+)"/.exec(body)?.[1];
  if (typed === undefined || sealed === undefined) throw new Error(`No key in ${body.slice(0, 2000)}`);
  return { app: new TestApp(typed), sealed };
}

/** Adds an app to the account of who is signed in, and waits till its first code is over. */
export async function addTestApp(garner: TestGarner, visitor: Visitor, name = 'My phone'): Promise<TestApp> {
  const { app, sealed } = newAppOf((await visitor.get('/account/apps/add')).body);
  const answer = await visitor.post('/account/apps/add', { sealed, name, code: app.code(garner) });
  if (answer.statusCode !== 303) throw new Error(`The app was not added: ${answer.statusCode}`);
  garner.clock.moveDays(60 / 86_400);
  return app;
}
