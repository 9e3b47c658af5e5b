/** A timer that can be called off. */
export interface Timers {
  now(): number;
  /** Runs once after the time; the returned function calls it off. */
  after(ms: number, run: () => void): () => void;
}

/** The browser's clock. */
export const realTimers: Timers = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** An id that nobody else makes: 128 random bits. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * How long to wait before the nth try (0, 1, 2 …) of something that began `elapsed` milliseconds ago: full jitter, so
 * that a thousand pages cut at once don't come back at once. 0.25 to 4 s in the first minute, up to 15 s later.
 */
export function backoff(attempt: number, elapsed: number, random: () => number = Math.random): number {
  const ceiling = Math.min(250 * 2 ** attempt, elapsed < 60_000 ? 4_000 : 15_000);
  return Math.max(Math.round(ceiling * random()), attempt === 0 ? 0 : 50);
}

/** What is called when something happened to the network or the page; `gone`: the browser says that the network went. */
export type Wake = (gone: boolean) => void;

/** Calls back when the network goes or returns, or the page wakes up; answers how to stop that. */
export function onWake(woken: Wake): () => void {
  const wake = () => woken(false);
  const gone = () => woken(true);
  const visible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  window.addEventListener('offline', gone);
  window.addEventListener('online', wake);
  window.addEventListener('focus', wake);
  window.addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', visible);
  // Timers stand still while the machine sleeps: a tick that comes much too late tells that it slept.
  let last = Date.now();
  const tick = setInterval(() => {
    const now = Date.now();
    if (now - last > 15_000) wake();
    last = now;
  }, 3_000);
  return () => {
    window.removeEventListener('offline', gone);
    window.removeEventListener('online', wake);
    window.removeEventListener('focus', wake);
    window.removeEventListener('pageshow', wake);
    document.removeEventListener('visibilitychange', visible);
    clearInterval(tick);
  };
}
