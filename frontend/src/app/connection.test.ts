import { expect, test } from 'vitest';
import type { ConnectionState } from '../core/model';
import { told } from './connection';

const line = (state: ConnectionState['state']): ConnectionState => ({ state, since: 1000, behind: 0, heardAt: null, skipped: 0, stale: false });

const rows: [says: string, state: ConnectionState['state'], after: number, words: ReturnType<typeof told>][] = [
  ['nothing while it is live', 'live', 60_000, null],
  ['nothing of a short break', 'offline', 2_999, null],
  ['that it is offline', 'offline', 3_000, 'offline'],
  ['that it connects again', 'connecting', 3_000, 'reconnecting'],
  ['that it catches up', 'catching_up', 5_000, 'catching_up'],
];
test.each(rows)('the bar says %s', (_, state, after, words) => expect(told(line(state), 1000 + after)).toBe(words));
