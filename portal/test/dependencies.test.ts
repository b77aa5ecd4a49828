/** What Garner may depend on: few packages, exact versions, licences that anyone may build on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesEnding, installed, ROOT } from './architecture/sources.ts';

const LICENCES = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'MPL-2.0', 'PostgreSQL'];
/** Programs of their own that are run and never linked: docs/decisions/0016. */
const RUN_ONLY: Readonly<Record<string, string>> = { '@ffmpeg/core': 'GPL-2.0-or-later' };
const MOST_OF_PORTAL = 38;

/** A choice of licences is allowed where one of them is. */
const mayBuildOn = (licence = ''): boolean =>
  licence
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((one) => LICENCES.includes(one));

type Needs = Readonly<Record<string, string>>;
interface Manifest {
  readonly workspaces?: readonly string[];
  readonly dependencies?: Needs;
  readonly devDependencies?: Needs;
  readonly optionalDependencies?: Needs;
}

const read = (folder: string): Manifest => JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
const manifests = ['', ...(read('').workspaces ?? [])].map((folder) => ({ folder, manifest: read(folder) }));
const direct = manifests.flatMap(({ folder, manifest: { dependencies, devDependencies, optionalDependencies } }) =>
  Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).map(([name, version]) => ({
    folder,
    name,
    version,
  })),
);

test('every direct dependency has an exact version', () => {
  expect(direct.length).toBeGreaterThan(30);
  expect(direct.filter(({ version }) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('every direct dependency that is installed is the version named, under a licence anyone may build on', () => {
  const found = direct.flatMap((one) => {
    const there = installed(one.name, one.folder);
    return there ? [{ ...one, there }] : [];
  });
  expect(found.length).toBeGreaterThan(30);
  const other = found.filter(({ version, there }) => version !== there.version);
  expect(other.map(({ name, there }) => `${name}: ${there.version}`)).toEqual([]);
  const refused = found.filter(({ name, there }) => !mayBuildOn(there.license) && RUN_ONLY[name] !== there.license);
  expect(refused.map(({ name, there }) => `${name}: ${there.license}`)).toEqual([]);
});

test(`the portal has at most ${MOST_OF_PORTAL} direct dependencies, the engine at most two`, () => {
  const count = (folder: string): number => Object.keys(read(folder).dependencies ?? {}).length;
  expect(count('portal')).toBeLessThanOrEqual(MOST_OF_PORTAL);
  expect(count('packages/validate')).toBeLessThanOrEqual(2);
});

/** Addresses of package registries and mirrors: where packages come from is for each machine to say. */
const REGISTRY = /https?:\/\/[^\s)"'`]*(registry|artifactory|nexus|verdaccio|mirror|pkg)/i;

test('no document names the address of a registry', () => {
  expect('npm ci --registry https://registry.example.org').toMatch(REGISTRY);
  const documents = filesEnding(['.md']);
  expect(documents.length).toBeGreaterThan(0);
  expect(documents.filter(({ text }) => REGISTRY.test(text)).map(({ path }) => path)).toEqual([]);
});
