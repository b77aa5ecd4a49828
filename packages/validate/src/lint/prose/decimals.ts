/** Numbers with decimals, one of which any column that takes decimals takes. */
export const DECIMALS: readonly string[] = ['1.5', '12.5', '0.5', '1.25', '10.25', '100.5', '1.0'];

/** Whether prose accepts decimals: "allowing decimals", "Decimal value with up to two places". */
export function acceptsDecimals(prose: string): boolean {
  return (
    /\bdecimals?\b/i.test(prose) &&
    !/\b(no|not|without|never|whole number)\b[^.;]{0,40}\bdecimals?\b|\bdecimals?\b[^.;]{0,20}\bnot\b/i.test(prose)
  );
}
