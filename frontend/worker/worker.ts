/// <reference lib="webworker" />
/* The service worker: keeps the desk's shell, so that a reload without a network shows the desk and not the browser's page. */
import { answerFor, outdated, prefix } from './shell';

declare const self: ServiceWorkerGlobalScope;
/** The files of the shell and the name of this build; scripts/build.mjs fills them in. */
declare const SHELL: readonly string[];
declare const BUILD: string;

const current = prefix + BUILD;
/** A network that says nothing for so long is none. */
const patience = 4_000;

self.addEventListener('install', (event) => {
  event.waitUntil(keep());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(tidy());
});

self.addEventListener('fetch', (event) => {
  const answer = answerFor(event.request, self.location.origin, SHELL);
  if (answer === 'page') event.respondWith(page(event.request));
  if (answer === 'file') event.respondWith(file(event.request));
});

async function keep(): Promise<void> {
  const shell = await caches.open(current);
  await shell.addAll(SHELL.map((path) => new Request(path, { cache: 'reload', credentials: 'omit' })));
  await self.skipWaiting();
}

async function tidy(): Promise<void> {
  for (const name of outdated(await caches.keys(), current)) await caches.delete(name);
  await self.clients.claim();
}

/** The page as the server has it, so that a new build is there with the next reload. */
async function page(request: Request): Promise<Response> {
  const kept = await caches.match('/', { cacheName: current });
  if (kept === undefined) return fetch(request);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(patience) });
    // A proxy whose server is away answers in its stead: to the reader that is no network.
    return [502, 503, 504].includes(fresh.status) ? kept : fresh;
  } catch {
    return kept;
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
