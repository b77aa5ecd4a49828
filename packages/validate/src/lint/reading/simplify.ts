/** The pattern in fewer words where that changes nothing: `(20)` is `20`, `[-]` is `-`, four digits are `{4}`. */
export function simplified(pattern: string): string {
  let text = pattern;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text
      .replace(/\[([^\\\]^])\]/g, (_, letter: string) => (/[.*+?$(){}|/[]/.test(letter) ? `\\${letter}` : letter))
      .replace(/(?<!\\)\((?:\?:)?([^()|?][^()|]*)\)(?![?*+{])/g, '$1')
      .replace(/^\((?:\?:)?([^()]*)\)$/, '$1')
      .replace(/(\[[^\]\\]+\]|\\d)\1{2,}(?![?*+{])/g, (whole, one: string) => `${one}{${whole.length / one.length}}`);
  }
  return text;
}
