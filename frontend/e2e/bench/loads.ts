// How long it takes until the desk can be used, and what the way in weighs.
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import { password } from '../world';

/** A telephone's processor, and the line of a small office. */
async function slow(devtools: CDPSession): Promise<void> {
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 10_000_000 / 8, uploadThroughput: 10_000_000 / 8 });
}

/** The time from the navigation until what is looked for is painted. */
async function until(page: Page, url: string, shown: string): Promise<number> {
  await page.addInitScript((shown) => {
    const channel = new MessageChannel();
    let seen = 0;
    channel.port1.onmessage = () => {
      if (document.querySelector(shown) !== null) seen ||= performance.now();
      else requestAnimationFrame(look);
    };
    const look = () => channel.port2.postMessage(null);
    requestAnimationFrame(look);
    Object.assign(window, { usable: () => seen });
  }, shown);
  await page.goto(url);
  const usable = await page.waitForFunction(() => (window as unknown as { usable: () => number }).usable());
  return usable.jsonValue();
}

async function opened(context: BrowserContext, url: string, shown: string, throttled: boolean): Promise<number> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  if (throttled) await slow(devtools);
  const took = await until(page, url, shown);
  await page.close();
  return took;
}

export interface Loads {
  /** Milliseconds, each the median of some. */
  cold: number;
  warm: number;
  warmUnthrottled: number;
  /** Kilobytes that go over the line before anybody has signed in. */
  loginScripts: number;
  loginAll: number;
}

export async function loads(browser: Browser, url: string, email: string): Promise<Loads> {
  const cold: number[] = [];
  const warm: number[] = [];
  const warmUnthrottled: number[] = [];
  for (let i = 0; i < 5; i++) {
    const context = await browser.newContext({ baseURL: url });
    await context.request.post('/api/v1/auth/login', { data: { email, password } });
    cold.push(await opened(context, url, '[data-row]', true));
    warm.push(await opened(context, url, '[data-row]', true));
    warmUnthrottled.push(await opened(context, url, '[data-row]', false));
    await context.close();
  }
  return { cold: median(cold), warm: median(warm), warmUnthrottled: median(warmUnthrottled), ...(await weight(browser, url)) };
}

/** What the way in makes the browser fetch. */
async function weight(browser: Browser, url: string): Promise<Pick<Loads, 'loginScripts' | 'loginAll'>> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  const kinds = new Map<string, string>();
  let [scripts, all] = [0, 0];
  devtools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    all += encodedDataLength;
    if (kinds.get(requestId) === 'Script') scripts += encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await context.close();
  return { loginScripts: scripts / 1024, loginAll: all / 1024 };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
