import { readFile } from 'node:fs/promises';
import { lint } from '@garner/validate/lint';

const { remarks, errors } = lint(JSON.parse(await readFile(process.argv[2], 'utf8')));
for (const { severity, path, message, remedy } of remarks) console.log(`${severity} at ${path}: ${message} ${remedy}`);
process.exitCode = errors > 0 ? 1 : 0;
