import type { Row } from './row.ts';

/** For people: one line for a row, notes below. */
export function tableOf(rows: readonly Row[]): string {
  const head = [
    'row',
    'unit',
    'ours',
    'limit',
    'of limit',
    '(CPU)',
    'peer',
    'of peer',
    '(CPU)',
    'load',
    'peer is',
  ];
  const body = rows.map((row) => [
    row.name,
    row.unit,
    figure(row.ours),
    figure(row.limit),
    ratio(row.ratioToLimit),
    ratio(row.cpu?.ratioToLimit),
    figure(row.peer),
    ratio(row.ratioToPeer),
    ratio(row.cpu?.ratioToPeer),
    row.loadAverage.toFixed(1),
    row.peerName ?? '',
  ]);
  const widths = head.map((title, i) =>
    Math.max(title.length, ...body.map((line) => line[i]?.length ?? 0)),
  );
  const lines = [head, ...body].map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = rows.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}`]));
  return [...lines, '', ...notes].join('\n');
}

function figure(value: number | null): string {
  if (value === null) return '-';
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 1 ? 3 : 1);
}

function ratio(value: number | null | undefined): string {
  return value == null ? '-' : value.toFixed(2);
}
