/** Whether `bytes[from, to)` are exactly those kept. */
export function sameBytes(kept: Uint8Array | undefined, bytes: Uint8Array, from: number, to: number): boolean {
  if (kept === undefined || kept.length !== to - from) return false;
  for (let at = 0; at < kept.length; at++) if (kept[at] !== bytes[from + at]) return false;
  return true;
}
