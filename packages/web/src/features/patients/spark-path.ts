const WIDTH = 60;
const HEIGHT = 20;
const EDGE = 2;

/** An SVG path through the values, oldest at the left; null for fewer than two. */
export function sparkPath(values: readonly number[]): string | null {
  if (values.length < 2) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const height = (value: number): number =>
    most === least
      ? HEIGHT / 2
      : HEIGHT - EDGE - ((value - least) / (most - least)) * (HEIGHT - 2 * EDGE);
  const step = (WIDTH - 2 * EDGE) / (values.length - 1);
  return values
    .map(
      (value, place) =>
        `${place === 0 ? 'M' : 'L'}${(EDGE + place * step).toFixed(1)} ${height(value).toFixed(1)}`,
    )
    .join('');
}
