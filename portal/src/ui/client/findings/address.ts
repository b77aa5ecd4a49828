import { ALL_FINDINGS, type FindingsFilter } from '@garner/validate/findings-file';

/** Which findings are shown, as the part of an address behind the `#`: it is sent nowhere, and "Back" goes back to it. */
export interface Place {
  readonly filter: FindingsFilter;
  readonly page: number;
}

const START = '#findings';

/** "#findings?rule=value.pattern&page=2"; only what differs from all findings and the first page. */
export function addressOf({ filter, page }: Place): string {
  const chosen = Object.entries({ ...filter, page: page === 1 ? '' : String(page) }).filter(
    ([, value]) => value !== '',
  );
  return chosen.length === 0 ? START : `${START}?${new URLSearchParams(chosen)}`;
}

/** Reads an address; any other means all findings and the first page. */
export function placeIn(hash: string): Place {
  if (!hash.startsWith(`${START}?`)) return { filter: ALL_FINDINGS, page: 1 };
  const given = new URLSearchParams(hash.slice(START.length + 1));
  const page = Math.floor(Number(given.get('page') ?? 1));
  return {
    filter: { rule: given.get('rule') ?? '', column: given.get('column') ?? '', severity: given.get('severity') ?? '' },
    page: page >= 1 && page <= Number.MAX_SAFE_INTEGER ? page : 1,
  };
}
