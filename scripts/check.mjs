// The checks that read the code and do not run it: style, types. Part of `npm test`.
import { spawnSync } from 'node:child_process';

for (const [program, ...args] of [
  ['biome', 'check', '.'],
  ['tsc', '--noEmit'],
]) {
  const { status } = spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}
