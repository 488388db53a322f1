import type { Figure } from './figure';

/** A table for people; the JSON lines are for programs. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = [
    ['id', 'median', 'p95', 'n', 'baseline', 'median', 'n', 'ratio', 'target', ''],
    ...figures.map((made) => [
      made.id,
      `${made.median} ${made.unit}`,
      `${made.p95} ${made.unit}`,
      String(made.samples),
      made.baseline?.name ?? '–',
      made.baseline ? `${made.baseline.median} ${made.unit}` : '–',
      made.baseline ? String(made.baseline.samples) : '–',
      made.ratio === undefined ? '–' : `${made.ratio}×`,
      made.target,
      made.pass ? 'pass' : 'FAIL',
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = figures.flatMap((made) => (made.notes ? [`${made.id}: ${made.notes}`] : []));
  return [...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}
