import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { XmlReader } from '../packages/validate/src/xml/index.ts';
import { peerVersion } from './engine-peers.ts';
import { xmlBenchmark } from './xml.ts';
import { xmlChunks } from './xml-generator.ts';

const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('garner-xml-bench-'));

test('the same seed makes the same well-formed census, another seed another', () => {
  let pupils = 0;
  const make = (seed: number): Buffer => Buffer.concat([...xmlChunks({ bytes: 300_000, seed }, () => pupils++)]);
  const census = make(1);
  const made = pupils;
  expect(census.length).toBeGreaterThan(300_000);
  expect(make(1).equals(census)).toBe(true);
  expect(make(2).equals(census)).toBe(false);
  const met: Record<string, number> = {};
  const reader = new XmlReader({
    startElement: ({ local }) => {
      met[local] = (met[local] ?? 0) + 1;
    },
    endElement() {},
    text() {},
  });
  reader.feed(census);
  reader.end();
  expect(met).toMatchObject({ Message: 1, Header: 1, PupilOnRoll: made, UPN: made, Surname: made });
  expect(met['SENneed']).toBeGreaterThan(10);
});

test('measures each reader in a process of its own, makes sure that they count alike, and leaves nothing behind', async () => {
  const before = leftovers();
  const { table, faster, peak } = await xmlBenchmark(1, 1);
  const { rows, note, title } = table;
  expect(leftovers()).toEqual(before);
  expect(title).toBe('Reading 1 MB of XML, best of 1 in turns');
  const readers = rows.map(([reader]) => reader?.split(',')[0]);
  expect(readers).toEqual(peerVersion('saxes') ? ['Garner', 'Garner', 'saxes', 'saxes'] : ['Garner', 'Garner']);
  for (const row of rows)
    expect(row.slice(1)).toEqual([
      expect.stringMatching(/^[1-9]/),
      expect.stringMatching(/^[1-9]/),
      expect.stringMatching(/^\d+ MB$/),
      expect.stringMatching(/^× \d/),
    ]);
  for (const each of faster) expect(each === undefined).toBe(peerVersion('saxes') === undefined);
  expect(peak).toBeGreaterThan(30e6);
  expect(note).toMatch(/^A school census of \d+ invented pupils/);
});
