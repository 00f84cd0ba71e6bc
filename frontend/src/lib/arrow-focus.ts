const STEPS: Record<string, readonly [across: number, down: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Moves the focus by an arrow key among the buttons in `panel`, which stand in rows: each `[data-columns]` inside is a
 * group with so many in a row. True when the key was one of ours.
 */
export function arrowFocus(panel: HTMLElement, key: string, rightToLeft = false): boolean {
  const step = STEPS[key];
  if (!step) return false;
  const rows = rowsOf(panel);
  const at = rows.findIndex((row) => row.includes(document.activeElement as HTMLElement));
  const column = at < 0 ? -1 : (rows[at]?.indexOf(document.activeElement as HTMLElement) ?? -1);
  const [across, down] = step;
  if (at < 0) rows[0]?.[0]?.focus();
  else if (down !== 0) inRow(rows[wrap(at + down, rows.length)], column)?.focus();
  else flat(rows, at, column, rightToLeft ? -across : across)?.focus();
  return true;
}

function rowsOf(panel: HTMLElement): HTMLElement[][] {
  const rows: HTMLElement[][] = [];
  for (const group of panel.querySelectorAll<HTMLElement>("[data-columns]")) {
    const columns = Number(group.dataset.columns) || 1;
    const buttons = [...group.querySelectorAll<HTMLElement>("button:not(:disabled), a[href]")];
    for (let start = 0; start < buttons.length; start += columns)
      rows.push(buttons.slice(start, start + columns));
  }
  return rows;
}

function inRow(row: HTMLElement[] | undefined, column: number): HTMLElement | undefined {
  return row?.[Math.min(column, row.length - 1)];
}

function flat(rows: HTMLElement[][], at: number, column: number, by: number): HTMLElement | undefined {
  const all = rows.flat();
  const current = rows[at]?.[column];
  return current && all[wrap(all.indexOf(current) + by, all.length)];
}

function wrap(index: number, length: number): number {
  return (index + length) % length;
}
