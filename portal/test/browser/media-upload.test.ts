import { afterEach, beforeEach, expect, test } from 'vitest';
import { CANDIDATES, HELEN, type MediaStage, nameOf, openMediaStage, speechFile } from '../media/stage.ts';
import { allSent, asked, chooseFiles, line, reviewed, upload } from './media-steps.ts';

let stage: MediaStage;

// Anew for each try: files that are here already are not sent again.
beforeEach(async () => {
  stage = await openMediaStage();
});
afterEach(() => stage?.[Symbol.asyncDispose]());

/** Files of 8698/SF with the numbers of their candidates. */
async function tagged(): Promise<readonly (readonly [name: string, numbers: string])[]> {
  const rows = await stage.garner.context.db
    .selectFrom('media_file as file')
    .leftJoin('media_tag as tag', 'tag.file_id', 'file.id')
    .leftJoin('media_candidate as candidate', 'candidate.id', 'tag.candidate_id')
    .select(['file.name', 'candidate.number', 'file.sha256_sent as sent'])
    .where('file.deleted_at', 'is', null)
    .orderBy('file.name')
    .execute();
  return rows.map(({ name, number }) => [name, number ?? ''] as const);
}

test('thirty files at once: looked at, sent, each tagged by its name, and the sums agree', async () => {
  const numbers = CANDIDATES.slice(0, 8).map(([number]) => number);
  const names = Array.from({ length: 30 }, (_, at) => [numbers[at % 8]!, nameOf(`${numbers[at % 8]}_${at}`)] as const);
  const paths = await Promise.all(names.map(([, name], at) => stage.file(name, speechFile(200 + at))));
  const page = await stage.openFiles(HELEN);
  const requests = asked(page);
  await chooseFiles(page, paths);
  expect(await reviewed(page)).toBe('30 to look at.');
  expect(requests.filter((one) => !one.startsWith('GET'))).toEqual([]);
  await upload(page, 30);
  await allSent(page);
  await line(page, names[0]![1])
    .getByText(/^Sent\. SHA-256 agrees: [0-9a-f]{4}…$/)
    .waitFor();
  expect(await tagged()).toEqual(names.map(([number, name]) => [name, number]).toSorted());
  await page.getByText('Showing 1 to 20 of 30 files').waitFor();
});
