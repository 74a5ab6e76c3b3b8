// @ts-check

/**
 * @typedef {object} Table
 * @property {string} title
 * @property {readonly string[]} columns the first is who was measured
 * @property {readonly (readonly string[])[]} rows
 * @property {readonly string[]} [notes] what it was to be, and other remarks
 */

/** @param {number | null} value @param {number} [digits] */
export function number(value, digits = 0) {
  if (value === null) return '–';
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** @param {Table} table */
export function print({ title, columns, rows, notes = [] }) {
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => (row[i] ?? '').length)));
  /** @param {readonly string[]} cells */
  const line = (cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  console.log(`\n${title}`);
  for (const text of [line(columns), ...rows.map(line), ...notes]) console.log(`  ${text}`);
}
