const known: string[] = [];

/** Spreadsheet letters of a column: 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(index: number): string {
  return (known[index] ??= lettersOf(index));
}

function lettersOf(index: number): string {
  let letters = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  }
  return letters;
}
