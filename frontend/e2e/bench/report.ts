// The measurements as a table beside their budgets.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Row {
  what: string;
  is: number;
  unit: string;
  /** The budget; null where there is none. */
  may: number | null;
  /** More is better. */
  atLeast?: boolean;
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const digits = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);

function line({ what, is, unit, may, atLeast = false }: Row): string {
  const kept = may === null ? '' : (atLeast ? is >= may : is <= may) ? 'kept' : 'missed';
  return `| ${what} | ${digits(is)} ${unit} | ${may === null ? '' : `${atLeast ? '≥' : '≤'} ${may} ${unit}`} | ${kept} |`;
}

/** Prints the table; a whole run also becomes the document. */
export function report(rows: readonly Row[], minutes: number): void {
  const table = ['| what | measured | budget | |', '|---|--:|--:|---|', ...rows.map(line)].join('\n');
  console.log(`\n${table}\n`);
  if (minutes < 10) return;
  const words = `# How the desk performs in a browser

Made by \`npm run bench:ui\`, which anybody can repeat: the built server, Chromium without a GPU, 2,000 rows in the Activity Stream, 50 events a second for ${minutes} minutes, while a person opens conversations, types and scrolls. Frames are the gaps between animation frames; "receipt to paint" begins when the socket hears of a message and ends when the frame with its words is painted; an interaction lasts from the input to the frame that shows its effect. Heap is what is left after a garbage collection.

Machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, which also runs the server and what makes the events.

${table}
`;
  writeFileSync(fileURLToPath(new URL('../../../docs/benchmarks-screens.md', import.meta.url)), words);
}
