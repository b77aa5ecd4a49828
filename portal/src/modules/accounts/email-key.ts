import { emailAsKept } from './model.ts';

/** Letters of other alphabets, and digits, that are drawn like a Latin letter (Unicode TR 39, those that e-mail addresses meet). */
const ALIKE: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  ѕ: 's',
  т: 't',
  у: 'y',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  α: 'a',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ω: 'w',
  ı: 'i',
  ɡ: 'g',
  ɑ: 'a',
  ƅ: 'b',
  ɩ: 'i',
  ⅼ: 'l',
  ߋ: 'o',
  օ: 'o',
  ո: 'n',
  ս: 'u',
  յ: 'j',
  հ: 'h',
  զ: 'q',
  ց: 'g',
};

/**
 * What two addresses have in common that people could take for each other: compatibility forms folded (NFKC), accents and
 * invisible characters taken away, letters of other alphabets as the Latin ones they look like. Two people never share one.
 */
export function emailKey(email: string): string {
  const folded = emailAsKept(email)
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\p{Cc}\p{Z}]/gu, '')
    .toLowerCase();
  return [...folded].map((letter) => ALIKE[letter] ?? letter).join('');
}
