/** Words that YAML would read as something other than text. */
const NOT_TEXT = /^(true|false|yes|no|on|off|null|y|n|~)$/i;
/** A text that needs no quotation marks: a word or a few, nothing that YAML has a meaning for. */
const PLAIN = /^[A-Za-z][A-Za-z0-9]*( [A-Za-z0-9]+| ?[A-Za-z0-9]+-[A-Za-z0-9]+)*$/;
const WIDTH = 100;

/** A value in one line of YAML. */
export function inline(value: unknown): string {
  if (typeof value === 'string') return scalar(value);
  if (Array.isArray(value))
    return `[${value.map((member) => (typeof member === 'string' ? quoted(member) : inline(member))).join(', ')}]`;
  return JSON.stringify(value) ?? 'null';
}

/** A text: plain where it is a name, in single quotation marks where it has backslashes, else in double ones. */
export function scalar(text: string): string {
  if (PLAIN.test(text) && !NOT_TEXT.test(text) && text.length <= WIDTH) return text;
  return quoted(text);
}

function quoted(text: string): string {
  // Anything that does not print is spelt out in double quotation marks.
  if (text.includes('\\') && /^[\x20-\x7e\u00a0-\ud7ff]*$/.test(text) && !/[\u2028\u2029]/.test(text))
    return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `key: value` in lines, with a list one member a line where it is long. */
export function entry(key: string, value: unknown, indent: string): string[] {
  const line = `${indent}${key}: ${inline(value)}`;
  if (!Array.isArray(value) || line.length <= WIDTH) return [line];
  return [
    `${indent}${key}:`,
    `${indent}  [`,
    ...value.map((member) => `${indent}    ${inline([member]).slice(1, -1)},`),
    `${indent}  ]`,
  ];
}

/** A remark, cut into lines. */
export function comment(text: string, indent: string): string[] {
  const lines = [''];
  for (const word of text
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim()
    .split(' ')) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (indent.length + 2 + line.length + 1 + word.length > WIDTH + 20) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.map((line) => `${indent}# ${line}`);
}
