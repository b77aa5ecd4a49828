import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { canReach, existingAncestor, waysToRun } from './run-as.ts';

/**
 * Where the data can live when the operator named no folder.
 *
 * `preferred` itself, if the database server could run there. It cannot when we are root, the folder lies below one
 * that only root may enter (a checkout in /root), and user namespaces are refused. Then a folder of its own below
 * /var/lib/garner is the answer, with one sentence to print.
 */
export async function defaultFolderFor(preferred: string): Promise<{ folder: string; why?: string }> {
  const folder = resolve(preferred);
  const ways = waysToRun();
  const [first] = ways;
  const start = existingAncestor(folder);
  if (!first || first.how === 'self' || ways.some((as) => canReach(as, start))) return { folder };
  const own = join('/var/lib/garner', createHash('sha256').update(folder).digest('hex').slice(0, 8));
  const why = `PostgreSQL must not run as root, and the user ${first.name} that it runs as instead cannot reach ${folder}, so the data is kept in ${own}.`;
  return { folder: own, why };
}
