/* The idle lock as the screens see it: hands on the machine go in, the state comes out, once a second at the most. */
import type { Idle, IdleState } from '../core/idle';

const hands = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

export class IdleWatch {
  now = $state.raw<IdleState>({ state: 'active' });
  readonly #idle: Idle;

  constructor(idle: Idle) {
    this.#idle = idle;
  }

  get locked(): boolean {
    return this.now.state === 'locked';
  }

  /** Watches until the returned function is called, in a hidden tab too: what is locked must not stand in it. */
  start(): () => void {
    const look = () => this.#look();
    let place = '';
    const touched = (event: Event) => {
      // What changes under a resting pointer makes the browser tell of a movement: nobody moved.
      if (event.type === 'pointermove' && event instanceof MouseEvent) {
        const now = `${event.screenX} ${event.screenY}`;
        if (now === place) return;
        place = now;
      }
      this.#idle.touch();
      if (this.now.state === 'warning') this.#look();
    };
    this.#idle.touch();
    this.#look();
    const timer = setInterval(look, 1000);
    for (const hand of hands) addEventListener(hand, touched, { passive: true, capture: true });
    addEventListener('storage', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      for (const hand of hands) removeEventListener(hand, touched, { capture: true });
      removeEventListener('storage', look);
      document.removeEventListener('visibilitychange', look);
    };
  }

  lock(): void {
    this.#idle.lock();
    this.#look();
  }

  open(): void {
    this.#idle.open();
    this.#look();
  }

  forget(): void {
    this.#idle.forget();
    this.now = { state: 'active' };
  }

  #look(): void {
    const next = this.#idle.state();
    const same = next.state === this.now.state && (next.state !== 'warning' || this.now.state !== 'warning' || next.seconds === this.now.seconds);
    if (same) return;
    // What has the focus lets go of it first: a field that is taken away under the hands would still tell of it.
    if (next.state === 'locked' && document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.now = next;
  }
}
