import { expect, test } from 'vitest';
import { listedOf, readManifest } from './manifest.ts';

const read = (...lines: string[]) => readManifest('list.csv', lines.join('\n'))!;

test('columns are found whatever their order and capitals, and others do not matter', () => {
  const list = read('Notes;Candidate Number;FILE NAME', 'first;0001;a.mp3');
  expect(listedOf(list, 'a.mp3')).toEqual({ candidates: ['0001'] });
});

test('several rows, or several numbers in one, are several candidates; once each', () => {
  const list = read('file,candidate,role', 'a.mp3,0001,', 'A.MP3,0002,Notes', 'a.mp3,"0002; 0003",');
  expect(listedOf(list, 'a.mp3')).toEqual({ candidates: ['0001', '0002', '0003'], role: 'notes' });
});

test('a file is found by its whole path before its name, and in any folder by its name', () => {
  const list = read('file,candidate', 'one/a.mp3,0001', '.\\two\\a.mp3,0002', 'a.mp3,0003', 'Zoë.mp3,0004');
  expect(listedOf(list, 'drop/one/a.mp3')?.candidates).toEqual(['0001']);
  expect(listedOf(list, 'two/a.mp3')?.candidates).toEqual(['0002']);
  expect(listedOf(list, 'three/a.mp3')?.candidates).toEqual(['0003']);
  expect(listedOf(list, 'Zoë.mp3'.normalize('NFD'))?.candidates).toEqual(['0004']);
  expect(listedOf(list, 'b.mp3')).toBeUndefined();
});

test('a role that is none is no role; rows without a file say nothing', () => {
  const list = read('file,candidate,role', 'a.mp3,0001,song', ',0002,notes');
  expect([...list.files]).toEqual([['a.mp3', { candidates: ['0001'] }]]);
});

test.each([[''], ['a,b\n1,2'], ['file\na.mp3'], ['candidate\n0001'], ['<html>']])('%j is no list of files', (text) => {
  expect(readManifest('x.csv', text)).toBeUndefined();
});
