/** The points of a line in a box of `width` by `height`, from the left to the right; the highest value touches the top. */
export function sparkline(values: number[], width: number, height: number): string {
  const top = Math.max(...values, 0);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const at = (value: number) => (top === 0 ? height : height - (value / top) * height);
  const points = values.length === 1 ? [values[0] ?? 0, values[0] ?? 0] : values;
  const gap = values.length === 1 ? width : step;
  return points.map((value, n) => `${round(n * gap)},${round(at(value))}`).join(" ");
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
