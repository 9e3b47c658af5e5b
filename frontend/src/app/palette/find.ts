/* What the palette lists for what was typed. */

export interface Entry {
  readonly id: string;
  readonly kind: 'action' | 'conversation';
  readonly label: string;
  /** What else it may be found by, and is told beside it. */
  readonly hint: string;
  readonly keys: readonly string[];
  /** Why it can't be done now; null where it can. */
  readonly why: string | null;
  readonly run: () => void;
}

const most = 40;
/** With nothing typed, so many conversations stand before the actions. */
export const ahead = 3;

/** Letters as they are compared: neither case nor accents count. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase();
}

/** How well an entry fits, less is better; null: not at all. Every word that was typed has to be found. */
export function fit(entry: Entry, query: string): number | null {
  const label = plain(entry.label);
  const all = `${label} ${plain(entry.hint)}`;
  const digits = all.replaceAll(/\D/g, '');
  let worst = 0;
  for (const word of plain(query).split(/\s+/).filter(Boolean)) {
    const number = word.replaceAll(/\D/g, '');
    if (label.startsWith(word)) continue;
    if (label.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) worst = Math.max(worst, 1);
    else if (all.includes(word)) worst = Math.max(worst, 2);
    else if (number.length >= 3 && number.length >= word.length - 4 && digits.includes(number)) worst = Math.max(worst, 3);
    else return null;
  }
  return worst;
}

/** The best first; what can't be done now comes after what can, and equals stay in their order. */
export function find(entries: readonly Entry[], query: string): readonly Entry[] {
  const typed = query.trim() !== '';
  if (!typed) {
    const conversations = entries.filter((entry) => entry.kind === 'conversation').slice(0, ahead);
    const actions = entries.filter((entry) => entry.kind === 'action');
    return [...conversations, ...actions.filter((one) => one.why === null), ...actions.filter((one) => one.why !== null)];
  }
  return entries
    .flatMap((entry) => {
      const score = fit(entry, query);
      return score === null ? [] : [{ entry, score: score + (entry.why === null ? 0 : 0.5) }];
    })
    .sort((a, b) => a.score - b.score)
    .slice(0, most)
    .map(({ entry }) => entry);
}
