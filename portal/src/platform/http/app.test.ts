import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createApp } from './app.ts';

function app() {
  return createApp({
    log: pino({ level: 'silent' }),
    secure: false,
    trustedProxies: 0,
    authorise: async () => undefined,
    renderPage: () => '',
    problemPage: () => {
      throw new Error('not asked for');
    },
  });
}

test('a route that does not say who may use it is refused before it can be reached', async () => {
  const one = await app();
  expect(() => one.get('/open-by-mistake', async () => 'secret')).toThrow(
    'GET /open-by-mistake does not say who may use it',
  );
  one.get('/open', { config: { access: 'anyone' } }, async () => 'hello');
  expect((await one.inject('/open')).body).toBe('hello');
  expect(one.routeList.map(({ url, access }) => [url, access])).toContainEqual(['/open', 'anyone']);
  await one.close();
});
