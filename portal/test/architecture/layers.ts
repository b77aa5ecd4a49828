import { imports, isTest, ownImports, type Source, withoutComments } from './sources.ts';

const MODULE = /^portal\/src\/modules\/([^/]+)\//;

/** A module imports only modules before it, and everybody imports a module only by its index. */
export function moduleFaults(sources: readonly Source[], order: readonly string[]): string[] {
  return sources.flatMap((source) => {
    const here = MODULE.exec(source.path)?.[1];
    if (here !== undefined && !order.includes(here)) return [`${source.path}: ${here} is not in the list of modules`];
    if (isTest(source.path)) return [];
    return ownImports(source).flatMap((path) => {
      const there = MODULE.exec(path)?.[1];
      if (there === undefined || there === here) return [];
      if (path !== `portal/src/modules/${there}/index.ts`) return [`${source.path} imports ${path}, not its index`];
      if (here !== undefined && order.indexOf(there) >= order.indexOf(here))
        return [`${source.path}: ${here} comes before ${there}, and may not import it`];
      return [];
    });
  });
}

/** What knows no domain imports none of it; the platform does not know the pages either. */
export function layerFaults(sources: readonly Source[]): string[] {
  const forbidden: readonly (readonly [from: RegExp, to: RegExp])[] = [
    [/^portal\/src\/platform\//, /^portal\/src\/(?!platform\/)/],
    [/^portal\/src\/ui\//, /^portal\/src\/(?!ui\/|platform\/)/],
    [/^portal\/src\/modules\//, /^portal\/src\/(?!modules\/|platform\/|ui\/|context\.ts)/],
    [/^packages\//, /^(?!packages\/)/],
  ];
  return sources
    .filter(({ path }) => !isTest(path))
    .flatMap((source) =>
      ownImports(source)
        .filter((path) => forbidden.some(([from, to]) => from.test(source.path) && to.test(path)))
        .map((path) => `${source.path} imports ${path}`),
    );
}

/** What the engine's package offers besides its main entry. */
const ENGINE_PARTS = ['@garner/validate/node', '@garner/validate/findings-file', '@garner/validate/export'];

/** The portal has the engine by its name only, as anyone else has it. */
export function engineFaults(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path.startsWith('portal/'))
    .flatMap((source) => {
      const inner = [
        ...imports(source).filter((name) => name.startsWith('@garner/validate/') && !ENGINE_PARTS.includes(name)),
        ...ownImports(source).filter((path) => path.startsWith('packages/')),
      ];
      return inner.map((name) => `${source.path} imports ${name}`);
    });
}

/** Files that import each other in a ring, each ring once. */
export function cycles(sources: readonly Source[]): string[] {
  const known = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const source = known.get(path);
    if (!source || done.has(path)) return;
    if (trail.includes(path)) {
      rings.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    for (const next of ownImports(source)) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return rings;
}

/** Words that only some files may use. */
export function wordFaults(
  sources: readonly Source[],
  word: RegExp,
  where: (path: string) => boolean,
  mayUse: (path: string) => boolean,
): string[] {
  return sources
    .filter(({ path, text }) => where(path) && !mayUse(path) && word.test(withoutComments(text)))
    .map(({ path }) => path);
}
