import { expect, it } from 'vitest';
import { Slots } from './slots.ts';

it('lets so many in, and the next when one goes, in their order', async () => {
  const slots = new Slots(2);
  const [first] = [await slots.take(), await slots.take()];
  const came: string[] = [];
  const waiting = ['third', 'fourth'].map(async (name) => {
    const free = await slots.take();
    came.push(name);
    return free;
  });
  await Promise.resolve();
  expect(came).toEqual([]);
  first();
  (await waiting[0]!)();
  (await waiting[1]!)();
  expect(came).toEqual(['third', 'fourth']);
});

it('forgets who was called off while waiting', async () => {
  const slots = new Slots(1);
  const free = await slots.take();
  const controller = new AbortController();
  const reason = new Error('the person went away');
  const called = slots.take(controller.signal);
  controller.abort(reason);
  await expect(called).rejects.toBe(reason);
  await expect(slots.take(controller.signal)).rejects.toBe(reason);
  free();
  await expect(slots.take()).resolves.toBeTypeOf('function');
});
