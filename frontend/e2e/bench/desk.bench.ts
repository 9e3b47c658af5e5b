// The desk of an office with two thousand conversations, on a busy day: what the page works for each event, whether it
// stays quick under a person's hands, and whether it grows.
import { type CDPSession, type Page, test } from '@playwright/test';
import { Caller } from '../caller';
import { Program } from '../program';
import { password } from '../world';
import { loads } from './loads';
import { latency, take, watch } from './probes';
import { mean, percentile, report } from './report';

const minutes = Number(process.env['BENCH_MINUTES'] ?? 10);
const conversations = 2_000;
const perSecond = 50;
const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';

const clinic = `
workplaces:
  - {id: sonrisas, name: Clínica Dental Sonrisas, timezone: America/Puerto_Rico, country: PR, language: en, lara: false, channels: [{id: web, kind: web}]}
users:
  - {email: ${ana}, name: Ana Ruiz, handle: ana, password: "${password}", memberships: [{workplace: sonrisas, role: staff}]}
  - {email: ${luis}, name: Luis Vega, handle: luis, password: "${password}", memberships: [{workplace: sonrisas, role: admin}]}
`;

const name = (n: number) => `Customer ${n}`;
const number = (text: string) => Number(/Customer (\d+)/.exec(text)?.[1] ?? 0);
const pause = (ms: number) => new Promise((over) => setTimeout(over, ms));

/** Half of them wait for agents, three in ten are with Luis, one in ten with Ana, one in ten is closed. */
async function furnish(program: Program): Promise<Caller[]> {
  const [a, l] = await Promise.all([Caller.member(program, ana), Caller.member(program, luis)]);
  const customers: Caller[] = [];
  const one = async (n: number) => {
    const customer = await Caller.customer(program, 'web', name(n));
    customers[n] = customer;
    for (let i = 1; i <= 3; i++) await customer.says(`Message ${i} of ${name(n)}, about an appointment next week`);
    const kind = n % 10;
    if (kind >= 5) await (kind === 8 ? a : l).post(`/conversations/${customer.id}/messages`, { text: `Hello ${name(n)}` });
    if (kind === 9) await l.post(`/conversations/${customer.id}/close`);
  };
  let next = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (next < conversations) await one(next++);
    }),
  );
  return customers;
}

/** Events at a steady pace, four of five from customers; answers how to stop it and how many there were. */
function busy(customers: readonly Caller[], office: Caller): () => number {
  let sent = 0;
  const began = performance.now();
  const timer = setInterval(() => {
    for (; sent < ((performance.now() - began) / 1_000) * perSecond; sent++) {
      const customer = customers[Math.floor(Math.random() * customers.length)];
      if (sent % 5 > 0) void customer?.says(`Event ${sent}, and a few words more`).catch(() => {});
      else void office.post(`/conversations/${customer?.id}/notes`, { text: `Note ${sent}` }).catch(() => {});
    }
  }, 20);
  return () => {
    clearInterval(timer);
    return sent;
  };
}

/** What is left after everything that can go has gone, in MB. */
async function heap(devtools: CDPSession): Promise<number> {
  for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1024 / 1024;
}

async function metric(devtools: CDPSession, what: string): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find((one) => one.name === what)?.value ?? NaN;
}

/** All rows that there are come into the list, as somebody would fetch them. */
async function everything(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Closed,/ }).waitFor();
  for (let more = page.getByRole('button', { name: 'Show more' }); (await more.count()) > 0; ) await more.first().evaluate((button: HTMLElement) => button.click());
}

/** A person at work: reading, writing, looking things up. Answers how long each kind of input took. */
class Hands {
  readonly opening: number[] = [];
  readonly palette: number[] = [];
  readonly typing: number[] = [];
  readonly scrolling: number[] = [];
  readonly #page: Page;
  readonly #customers: readonly Caller[];

  constructor(page: Page, customers: readonly Caller[]) {
    this.#page = page;
    this.#customers = customers;
  }

  async work(): Promise<void> {
    const keyboard = this.#page.keyboard;
    // The next row is fetched ahead while one stays at the one before it.
    for (let i = 0; i < 3; i++) await keyboard.press('Escape');
    await keyboard.press('j');
    await pause(1_500);
    const row = await this.#page.evaluate(() => document.activeElement?.textContent ?? '');
    const customer = this.#customers[number(row)];
    if (customer === undefined) return;
    const log = `[role=log][aria-label="Messages with ${name(number(row))}"]`;
    this.opening.push(await latency(this.#page, () => keyboard.press('Enter'), 'keydown', `${log} article`));

    for (let i = 0; i < 3; i++) {
      const text = `Looked for ${Math.random()}`;
      await this.#page.evaluate((text) => (window.probes.watched = text), text);
      await customer.says(text);
      await this.#page.waitForFunction((text) => document.querySelector('[role=log]')?.textContent?.includes(text), text);
    }
    await this.#page.locator('[data-place=composer]').focus();
    for (const letter of 'quick words') this.typing.push(await latency(this.#page, () => keyboard.type(letter), 'keydown', '[data-place=composer]:focus'));
    await keyboard.press('ControlOrMeta+a');
    await keyboard.press('Delete');
    this.palette.push(await latency(this.#page, () => keyboard.press('ControlOrMeta+k'), 'keydown', 'dialog[open] [role=combobox]'));
    await keyboard.press('Escape');
  }

  /** The wheel turns over the list for three seconds. */
  async scroll(): Promise<void> {
    await this.#page.mouse.move(200, 500);
    await take(this.#page);
    const down = Math.random() < 0.7 ? 1 : -1;
    for (const until = Date.now() + 3_000; Date.now() < until; ) await this.#page.mouse.wheel(0, down * 120);
    this.scrolling.push(...(await take(this.#page)).frames);
    await this.#page.mouse.move(900, 300);
  }
}

test('the desk in numbers', async ({ browser }) => {
  const program = new Program(clinic, ['--rate-limits', 'off']);
  await program.start();
  try {
    console.log(`${conversations} conversations are made`);
    const customers = await furnish(program);
    const first = await loads(browser, program.url, ana);

    const context = await browser.newContext({ baseURL: program.url, locale: 'en-US', viewport: { width: 1440, height: 900 } });
    await context.request.post('/api/v1/auth/login', { data: { email: ana, password } });
    const page = await context.newPage();
    await watch(page);
    await page.goto('/');
    await everything(page);
    console.log(`the list is loaded; ${perSecond} events a second for ${minutes} minutes`);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const office = await Caller.member(program, luis);
    const hands = new Hands(page, customers);
    await hands.work();

    const stop = busy(customers, office);
    await pause(5_000);
    const begin = { heap: await heap(devtools), nodes: await metric(devtools, 'Nodes') };
    const end = Date.now() + minutes * 60_000;

    // A fifth of the time nobody touches anything: what the page works then, it works for the events.
    await take(page);
    const quiet = { script: await metric(devtools, 'ScriptDuration'), task: await metric(devtools, 'TaskDuration'), at: Date.now() };
    await pause(minutes * 12_000);
    const events = ((Date.now() - quiet.at) / 1_000) * perSecond;
    const script = (((await metric(devtools, 'ScriptDuration')) - quiet.script) / events) * 1_000;
    const task = (((await metric(devtools, 'TaskDuration')) - quiet.task) / events) * 1_000;
    const still = await take(page);

    const worked = { blocked: [...still.blocked], interactions: [] as number[], ways: [] as number[], frames: [] as number[] };
    while (Date.now() < end) {
      await hands.work();
      const taken = await take(page);
      worked.blocked.push(...taken.blocked);
      worked.interactions.push(...taken.interactions);
      worked.ways.push(...taken.ways);
      worked.frames.push(...taken.frames);
      await hands.scroll();
    }
    const sent = stop();
    const after = { heap: await heap(devtools), nodes: await metric(devtools, 'Nodes') };
    const fps = (frames: readonly number[]) => 1_000 / mean(frames);

    report(
      [
        { what: 'rows in the Activity Stream', is: conversations, unit: '', may: null },
        { what: 'events', is: sent, unit: '', may: null },
        { what: 'script for an event', is: script, unit: 'ms', may: null },
        { what: 'all work of the page for an event', is: task, unit: 'ms', may: null },
        { what: 'frames a second, nobody touches anything', is: fps(still.frames), unit: 'fps', may: 55, atLeast: true },
        { what: 'frames a second, while one scrolls', is: fps(hands.scrolling), unit: 'fps', may: 55, atLeast: true },
        { what: 'gap between frames while one scrolls, p95', is: percentile(hands.scrolling, 0.95), unit: 'ms', may: null },
        { what: 'long tasks a minute', is: worked.blocked.length / minutes, unit: '', may: null },
        { what: 'longest task', is: Math.max(0, ...worked.blocked), unit: 'ms', may: null },
        { what: 'receipt to paint, p95', is: percentile(worked.ways, 0.95), unit: 'ms', may: 100 },
        { what: 'opening a conversation that is here, p95', is: percentile(hands.opening, 0.95), unit: 'ms', may: 50 },
        { what: 'opening the palette, p95', is: percentile(hands.palette, 0.95), unit: 'ms', may: 50 },
        { what: 'a typed letter, p95', is: percentile(hands.typing, 0.95), unit: 'ms', may: 50 },
        { what: 'every interaction (INP), p75', is: percentile(worked.interactions, 0.75), unit: 'ms', may: 100 },
        { what: 'heap at the beginning', is: begin.heap, unit: 'MB', may: 150 },
        { what: 'heap at the end', is: after.heap, unit: 'MB', may: 150 },
        { what: 'nodes of the document at the beginning', is: begin.nodes, unit: '', may: null },
        { what: 'nodes of the document at the end', is: after.nodes, unit: '', may: null },
        { what: 'first opening, 4× slower processor, 10 Mbit', is: first.cold, unit: 'ms', may: 1_500 },
        { what: 'later opening, the same', is: first.warm, unit: 'ms', may: 400 },
        { what: 'later opening, this machine as it is', is: first.warmUnthrottled, unit: 'ms', may: null },
        { what: 'scripts before signing in', is: first.loginScripts, unit: 'KB', may: 45 },
        { what: 'everything before signing in', is: first.loginAll, unit: 'KB', may: null },
      ],
      minutes,
    );
    await context.close();
  } finally {
    await program.end();
  }
});
