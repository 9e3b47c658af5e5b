import type { ConnectionState } from '../core/model';

/** A break shorter than this is nobody's concern. */
export const quietFor = 3000;

/** What is said about the line; null while it is live, or has been away for a moment only. */
export function told(connection: ConnectionState, now: number): 'offline' | 'reconnecting' | 'catching_up' | null {
  if (connection.state === 'live' || now - connection.since < quietFor) return null;
  return connection.state === 'connecting' ? 'reconnecting' : connection.state;
}
