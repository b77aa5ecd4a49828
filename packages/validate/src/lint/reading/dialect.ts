/**
 * A published pattern in our own dialect (JavaScript, `v` flag), where the two differ in spelling only: `[-]` and
 * `[/.]` need a backslash with us, `\-` outside a class may have none.
 */
export function inOurDialect(pattern: string): string {
  let written = '';
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern[at]!;
    if (letter === '\\') {
      written += escaped(pattern[at + 1]);
      at++;
    } else if (letter === '[') {
      const end = classEnd(pattern, at);
      written += end < 0 ? letter : classInOurDialect(pattern.slice(at + 1, end));
      if (end >= 0) at = end;
    } else written += letter;
  }
  return written;
}

/** An escape that every engine reads as the character itself, without the backslash where ours forbids it. */
function escaped(letter: string | undefined): string {
  if (letter === undefined) return '\\';
  return /[\p{L}\p{N}^$\\.*+?()[\]{}|/]/u.test(letter) ? `\\${letter}` : letter;
}

/** Where the class that begins at `from` ends; a bracket right after the opening one does not end it elsewhere. */
function classEnd(pattern: string, from: number): number {
  for (let at = from + 1; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === ']') return at;
  }
  return -1;
}

function classInOurDialect(content: string): string {
  const negated = content.startsWith('^') ? '^' : '';
  const members = content.slice(negated.length);
  const written = members.replace(/\\[\s\S]|[(){}/|[&]|^-|-$/g, (part) =>
    part.length === 2 ? classEscape(part) : `\\${part}`,
  );
  return `[${negated}${written}]`;
}

function classEscape(part: string): string {
  return /[\p{L}\p{N}^$\\.*+?()[\]{}|/&!#%,:;<=>@`~-]/u.test(part[1]!) ? part : part[1]!;
}
