import type { Desk } from '../core/contract';
import type { Conversation, DraftMode, SectionKey, Workplace } from '../wire/types';
import type { Reader } from './abilities';

/** Something a person can do. Buttons, menus, the list of shortcuts and the keys themselves all read it. */
export interface Action {
  readonly id: string;
  readonly label: () => string;
  /**
   * Keys as they are written on them: `R`, `Shift+E`, `Mod+I` (⌘ or Ctrl), `G M` (one after the other). Letters are
   * what the keyboard types, never where the key lies.
   */
  readonly keys?: readonly string[];
  /** Works while a field has the focus. Only for chords with Mod, and Escape. */
  readonly inFields?: boolean;
  /** True where it can be done now; a sentence where not yet; null where it is of no concern to this person. */
  readonly enabled: (context: Context) => true | string | null;
  readonly run: (context: Context) => void | Promise<void>;
}

/** What an action may look at and do. */
export interface Context {
  readonly desk: Desk;
  readonly online: boolean;
  readonly conversation: Conversation | undefined;
  readonly workplace: Workplace | undefined;
  readonly reader: Reader | undefined;
  readonly hasQueue: boolean;
  readonly hasWall: boolean;
  readonly stage: Stage;
}

/** What actions ask of the screen. */
export interface Stage {
  openForm(kind: 'assign' | 'escalate' | 'close' | 'customer', to?: 'lara' | 'agents'): void;
  write(mode: DraftMode): void;
  switchMode(): void;
  /** Sends what stands in the composer; true once it is recorded, false where it can't be sent or is held. */
  send(): Promise<boolean>;
  leave(): void;
  moveRow(step: 1 | -1): void;
  /** Where one goes on after the open conversation: asked before it is closed, and gone to by what it gives. */
  onward(): () => Promise<boolean>;
  goSection(section: SectionKey): void;
  goScreen(screen: 'queue' | 'wall'): void;
  openConversation(id: string): void;
  openLongestWaiting(): void;
  /** The newest of what I am told of. */
  openNotice(): void;
  find(): void;
  /** How many conversations of the list are selected. */
  selected(): number;
  select(how: 'toggle' | 'extend'): void;
  bulk(kind: 'assign' | 'close'): void;
  startConversation(): void;
  latest(): void;
  cycleRegion(step: 1 | -1): void;
  togglePanel(): void;
  toggleDensity(): void;
  help(): void;
  /** Shows a word; one about a conversation goes when another is opened. */
  say(sentence: string, about?: string): void;
  /** Shows why something did not work. */
  report(thrown: unknown): void;
}
