/*
 * How urgent a wait is. Targets by default: people answer within five minutes, Lara within thirty seconds; amber from
 * 60 % of it. A workplace's own targets can take their place once it has some.
 */
import type { HolderTeam } from '../wire/types';

export type Heat = 'calm' | 'near' | 'over';

const targets: Record<HolderTeam, number> = { lara: 30_000, agents: 300_000, staff: 300_000 };

export function heat(waited: number, team: HolderTeam): Heat {
  const target = targets[team];
  if (waited >= target) return 'over';
  return waited >= target * 0.6 ? 'near' : 'calm';
}
