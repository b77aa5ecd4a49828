/** A table's title, head and rows, as a benchmark prints it. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

/** A table in Markdown, below a heading of the third level. */
export function markdown({ title, head, rows, note }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [`### ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), ''];
  return [...lines, ...(note ? [note, ''] : [])].join('\n');
}
