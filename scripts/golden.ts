/**
 * Writes anew what the engine finds in each example of the templates, and names the files that changed.
 * Read the difference before you keep it: it is what people who send such files will be told.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { examplePaths, goldenPath, goldenText } from '../packages/validate/test/golden.ts';

for (const example of examplePaths()) {
  const path = goldenPath(example);
  const text = await goldenText(example);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  writeFileSync(path, text);
  console.log(example);
}
