const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/London',
});
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  hour12: true,
  timeZone: 'Europe/London',
});

/** `2023-10-31` → "31 October 2023". */
export function dayInWords(iso: string): string {
  return DAY.format(new Date(`${iso}T12:00:00Z`));
}

/** A moment in London's time: "31 October 2023 at 5:00pm". */
export function momentInWords(moment: Date): string {
  return MOMENT.format(moment).replace(/\s?(am|pm)$/i, (_all, half: string) => half.toLowerCase());
}

/** 1234567 → "1.2 MB"; decimal units, as operating systems show to people who send files. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  for (const [unit, size] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['KB', 1e3],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toFixed(bytes / size < 10 ? 1 : 0).replace(/\.0$/, '')} ${unit}`;
  }
  return `${bytes} bytes`;
}

export function count(number: number, one: string, many: string = `${one}s`): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
}
