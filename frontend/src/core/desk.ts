import type { Desk } from './contract';

export type { Desk } from './contract';

/** What the desk takes from its surroundings; the defaults are the browser's. */
export interface DeskOptions {
  /** The server's address; empty: where the page came from. */
  base?: string;
}

declare const unfinished: (options: DeskOptions) => Desk;

export function createDesk(options: DeskOptions = {}): Desk {
  return unfinished(options);
}
