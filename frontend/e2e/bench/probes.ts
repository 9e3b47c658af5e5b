// What is measured inside the page: frames, long tasks, the way of an event to the screen, and how long an input takes.
import type { Page } from '@playwright/test';

/** A text that is looked for: when it came in, and when it was painted. */
interface Sighting {
  text: string;
  received: number;
  painted: number;
}

interface Probes {
  frames: number[];
  blocked: number[];
  interactions: Map<number, number>;
  sightings: Sighting[];
  watched: string;
  after(run: () => void): void;
}

declare global {
  interface Window {
    probes: Probes;
  }
}

/** Puts the probes into every page that is opened from here on. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const channel = new MessageChannel();
    const waiting: (() => void)[] = [];
    channel.port1.onmessage = () => waiting.shift()?.();
    const probes: Probes = {
      frames: [],
      blocked: [],
      interactions: new Map(),
      sightings: [],
      watched: '',
      // A message posted in a frame's callback is heard once that frame is painted.
      after: (run) =>
        requestAnimationFrame(() => {
          waiting.push(run);
          channel.port2.postMessage(null);
        }),
    };
    window.probes = probes;

    let last = performance.now();
    const frame = (now: number) => {
      probes.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);

    new PerformanceObserver((list) => probes.blocked.push(...list.getEntries().map((task) => task.duration))).observe({ type: 'longtask' });
    new PerformanceObserver((list) => {
      for (const one of list.getEntries() as unknown as { interactionId: number; duration: number }[]) {
        if (one.interactionId > 0) probes.interactions.set(one.interactionId, Math.max(one.duration, probes.interactions.get(one.interactionId) ?? 0));
      }
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);

    // The first to hear what comes in on a socket.
    const Socket = window.WebSocket;
    window.WebSocket = class extends Socket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener('message', (message) => {
          const text = probes.watched;
          if (text === '' || !String(message.data).includes(text)) return;
          probes.watched = '';
          const sighting = { text, received: performance.now(), painted: NaN };
          probes.sightings.push(sighting);
          const look = () => {
            if (document.querySelector('[role=log]')?.textContent?.includes(text)) sighting.painted = performance.now();
            else probes.after(look);
          };
          probes.after(look);
        });
      }
    };
  });
}

/** Everything that was measured since the last time. */
export async function take(page: Page): Promise<{ frames: number[]; blocked: number[]; interactions: number[]; ways: number[] }> {
  return page.evaluate(() => {
    const { frames, blocked, interactions, sightings } = window.probes;
    const taken = { frames: [...frames], blocked: [...blocked], interactions: [...interactions.values()], ways: sightings.map((one) => one.painted - one.received) };
    frames.length = blocked.length = sightings.length = 0;
    interactions.clear();
    return taken;
  });
}

/** The time from an input until the frame is painted in which `shown` is true. */
export async function latency(page: Page, input: () => Promise<void>, event: 'keydown' | 'click', shown: string): Promise<number> {
  const painted = page.evaluate(
    ({ event, shown }) =>
      new Promise<number>((done) => {
        document.addEventListener(
          event,
          (input) => {
            const look = () => {
              if (document.querySelector(shown) !== null) done(performance.now() - input.timeStamp);
              else window.probes.after(look);
            };
            window.probes.after(look);
          },
          { once: true, capture: true },
        );
      }),
    { event, shown },
  );
  // The page listens before anything is pressed.
  await page.evaluate(() => null);
  await input();
  return painted;
}
