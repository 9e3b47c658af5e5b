/* The one ticker that drives every waiting clock. It stands still while the page is hidden. */
export class Clock {
  now = $state(Date.now());
  #timer: ReturnType<typeof setInterval> | undefined;

  start(): () => void {
    const tick = () => (this.now = Date.now());
    const run = () => {
      clearInterval(this.#timer);
      if (document.hidden) return;
      tick();
      this.#timer = setInterval(tick, 1000);
    };
    run();
    document.addEventListener('visibilitychange', run);
    return () => {
      clearInterval(this.#timer);
      document.removeEventListener('visibilitychange', run);
    };
  }
}
