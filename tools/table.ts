type Rows = readonly (readonly string[])[];

/** Rows in columns that are as wide as their widest cell; those of `right` end together. */
export function table(rows: Rows, { right = [] }: { right?: readonly number[] } = {}): string {
  return padded(rows, (column) => right.includes(column))
    .map((row) => row.join('  ').trimEnd())
    .join('\n');
}

/** A table in Markdown, whose columns line up as text, too: the first to the left, the others to the right. */
export function markdownTable(head: readonly string[], rows: Rows): string {
  const [title = [], ...lines] = padded([head, ...rows], (column) => column > 0);
  const rule = title.map(({ length }, column) =>
    column === 0 ? '-'.repeat(length) : `${'-'.repeat(length - 1)}:`,
  );
  return [title, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A table in Markdown whose cells are as long as their texts: for sentences. */
export function markdownTextTable(head: readonly string[], rows: Rows): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function padded(rows: Rows, isRight: (column: number) => boolean): string[][] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) =>
      isRight(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    ),
  );
}
