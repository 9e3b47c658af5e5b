import type { Conversation, SectionKey, Workplace } from '../wire/types';
import type { Section, WallRow } from './model';

const openSections: readonly SectionKey[] = ['mine', 'staff', 'agents', 'lara'];

/** One workplace's figures. The counts are exact; the longest wait and the alarms are those of what is here. */
export function wallRow(
  workplace: Workplace,
  section: (key: SectionKey) => Section,
  conversations: Iterable<Conversation>,
): WallRow {
  const row: WallRow = { workplace, open: 0, waiting: 0, longestWait: null, alarms: 0 };
  for (const key of openSections) {
    row.open += section(key).count;
    row.waiting += section(key).unanswered;
  }
  for (const c of conversations) {
    if (c.workplace !== workplace.id || c.status !== 'open') continue;
    if (c.waiting_since !== null && (row.longestWait === null || c.waiting_since < row.longestWait)) {
      row.longestWait = c.waiting_since;
    }
    if (c.escalation !== null && c.escalation.acknowledged_by === null) row.alarms++;
  }
  return row;
}

/** Every open conversation: the waiting first, the longest first; then the newest first. */
export function everywhere(conversations: Iterable<Conversation>): string[] {
  return [...conversations]
    .filter((c) => c.status === 'open')
    .sort((a, b) => order(a, b))
    .map((c) => c.id);
}

function order(a: Conversation, b: Conversation): number {
  if (a.waiting_since !== null && b.waiting_since !== null) return a.waiting_since < b.waiting_since ? -1 : 1;
  if (a.waiting_since !== null) return -1;
  if (b.waiting_since !== null) return 1;
  return (a.last_message?.at ?? '') < (b.last_message?.at ?? '') ? 1 : -1;
}
