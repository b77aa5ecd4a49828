import { isTest, type Source, withoutComments } from './sources.ts';

const KYSELY = /\.(?:insertInto|updateTable|deleteFrom|mergeInto|replaceInto)\(\s*['"`](\w+)/g;
const SQL =
  /\b(?:insert\s+into|update(?:\s+only)?|delete\s+from|merge\s+into|copy|truncate(?:\s+table)?|alter\s+table|create\s+table(?:\s+if\s+not\s+exists)?|drop\s+table(?:\s+if\s+exists)?)\s+"?([a-z_]+)"?(?!\s*\.)/gi;

/** Who owns which table, by the first line of the migrations. Faults: no owner, an unknown owner, a second owner. */
export function owners(migrations: readonly Source[], modules: readonly string[]) {
  const owner = new Map<string, string>();
  const faults: string[] = [];
  for (const { path, text } of migrations) {
    const name = /^-- owner: (\S+)$/m.exec(text.split('\n', 1)[0] ?? '')?.[1];
    if (name === undefined || ![...modules, 'platform'].includes(name)) {
      faults.push(`${path} does not begin with its owner`);
      continue;
    }
    for (const [, table] of text.matchAll(/create table (?:if not exists )?"?(\w+)"?/gi)) {
      if (owner.has(table!) && owner.get(table!) !== name) faults.push(`${path} creates ${table}, which has an owner`);
      owner.set(table!, name);
    }
  }
  return { owner, faults };
}

/** Writes to a table from outside its owner, in the code and in the migrations. */
export function writeFaults(sources: readonly Source[], owner: ReadonlyMap<string, string>): string[] {
  return sources
    .filter(({ path }) => path.startsWith('portal/') && !isTest(path))
    .flatMap(({ path, text }) => {
      const writer = path.endsWith('.sql') ? /^-- owner: (\S+)/.exec(text)?.[1] : writerOf(path);
      const code = path.endsWith('.sql') ? text.replace(/--[^\n]*/g, '') : withoutComments(text);
      return [...code.matchAll(KYSELY), ...code.matchAll(SQL)]
        .map(([, table]) => table!)
        .filter((table) => owner.has(table) && owner.get(table) !== writer)
        .map((table) => `${path} writes ${table}, which belongs to ${owner.get(table)}`);
    });
}

function writerOf(path: string): string | undefined {
  if (path.startsWith('portal/src/platform/')) return 'platform';
  return /^portal\/src\/modules\/([^/]+)\//.exec(path)?.[1];
}
