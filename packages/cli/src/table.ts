/** Columns as wide as what stands in them, two blanks apart. */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `2026-11-22 09:45 UTC`, or a dash for what is no time. */
export function timeText(value: unknown): string {
  const date = typeof value === 'string' ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(date.getTime())) return '-';
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const HOUR_MS = 3_600_000;

/** `3 h`, `12 days`. */
export function ageText(since: unknown, now: Date): string {
  const ms = typeof since === 'string' ? now.getTime() - new Date(since).getTime() : Number.NaN;
  if (Number.isNaN(ms)) return '-';
  const hours = Math.max(0, Math.floor(ms / HOUR_MS));
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
