/*
 * What is open on this screen and where the focus goes: nothing that another browser would want to know.
 */
import { tick } from 'svelte';
import type { DraftMode, HolderTeam } from '../wire/types';
import { Selection } from './selection.svelte';

/** The forms of the action panel; one at a time is open. */
export type PanelForm = { kind: 'assign'; to: HolderTeam | null } | { kind: 'escalate' } | { kind: 'close' } | { kind: 'customer' };

/** The parts of the screen that the focus can be sent to. */
export type Place = 'stream' | 'search' | 'timeline' | 'composer' | 'panel' | 'row';

export class View {
  form = $state.raw<PanelForm | null>(null);
  mode = $state<DraftMode>('reply');
  help = $state(false);
  palette = $state(false);
  starting = $state(false);
  /** What is searched for in the stream. */
  query = $state('');
  readonly selection = new Selection();
  /** What is about to be done with everything that is selected. */
  bulk = $state<'assign' | 'close' | null>(null);
  /** On a narrow screen the panel covers the conversation until it is closed. */
  panelOverlay = $state(false);
  /** Sends what the open composer holds: true once it is recorded. The composer puts itself here. */
  submit: (() => Promise<boolean>) | null = null;

  /** Shows another conversation: nothing of the one before stays open. */
  reset(mode: DraftMode): void {
    this.form = null;
    this.mode = mode;
    this.panelOverlay = false;
  }

  /** Sends the focus to where one goes on in the open conversation. On a touch screen that would only raise the keyboard. */
  async work(): Promise<void> {
    if (matchMedia('(pointer: coarse)').matches) return;
    await this.focus(document.querySelector('[data-place=composer]') ? 'composer' : 'timeline');
  }

  /** Sends the focus to a part of the screen, once it is there. */
  async focus(place: Place): Promise<void> {
    await tick();
    const found = [...document.querySelectorAll<HTMLElement>(`[data-place='${place}']`)].find((element) => element.checkVisibility());
    found?.focus();
  }
}
