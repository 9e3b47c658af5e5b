// Statements about the whole page: the way in, the lock, the way out, what waits, outages. Each test begins with the
// number of its statement in docs/acceptance.md.
import type { BrowserContext, Page } from '@playwright/test';
import { Caller } from '../caller';
import { accessible, expect, type People, test } from '../people';
import type { Program } from '../program';
import { password } from '../world';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';
const maria = 'maria@agents.example';
const sentinel = 'zebra umbrella sentinel';

/** A customer who asks for a person, so that somebody has to answer. */
async function customerAsks(people: People, name: string, text: string): Promise<Page> {
  const page = await people.customer('sonrisas-web');
  await page.getByLabel('Your name (optional)').fill(name);
  await says(page, `${text}, I want to talk to a person`);
  return page;
}

async function says(customer: Page, text: string): Promise<void> {
  await customer.getByLabel('Your message').fill(text);
  await customer.keyboard.press('Enter');
  await expect(customer.getByRole('log').getByRole('listitem').filter({ hasText: text }).locator('time')).toBeVisible();
}

const row = (page: Page, name: string) => page.getByRole('link', { name: new RegExp(name) }).first();
const log = (page: Page, name: string) => page.getByRole('log', { name: `Messages with ${name}` });
const reply = (page: Page, name: string) => page.getByRole('textbox', { name: `Reply to ${name}` });
const icon = (page: Page) => page.locator('link[rel=icon]');

async function open(page: Page, name: string): Promise<void> {
  await row(page, name).click();
  await expect(log(page, name)).toBeVisible();
}

/** Takes the conversation over by writing. */
async function answer(page: Page, name: string, text: string): Promise<void> {
  await reply(page, name).fill(text);
  await page.getByRole('button', { name: /send/i }).last().click();
  await expect(log(page, name).getByText(text)).toBeVisible();
}

/** Everything that the page's origin keeps in the browser, as text. */
async function everythingKept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const parts: string[] = [JSON.stringify(history.state), document.documentElement.outerHTML, document.title];
    for (const store of [localStorage, sessionStorage]) for (let i = 0; i < store.length; i++) parts.push(`${store.key(i)}=${store.getItem(store.key(i) ?? '')}`);
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) parts.push(request.url, await (await cache.match(request))?.text() ?? '');
    }
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const db = await new Promise<IDBDatabase>((opened, failed) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => opened(request.result);
        request.onerror = () => failed(request.error);
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((read) => {
          const request = db.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => read(request.result);
        });
        const text = (value: unknown): string =>
          value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value !== null && typeof value === 'object' && !ArrayBuffer.isView(value) ? Object.entries(value).map(([k, v]) => `${k}:${text(v)}`).join(' ') : String(value);
        parts.push(`${name}/${store}: ${rows.length} rows`, ...rows.map(text));
      }
      db.close();
    }
    return parts.join('\n');
  });
}

/** The network loses every reply on its way to the server; the rest works. */
async function loseReplies(context: BrowserContext): Promise<void> {
  await context.route('**/api/v1/conversations/*/messages', (route) => route.abort('connectionfailed'));
}

test('1: the way in by keyboard, with pasting; a wrong password is told in words that have the focus', async ({ people }) => {
  const page = await people.customer('sonrisas-web');
  await page.goto('/');
  const email = page.getByRole('textbox', { name: 'Email' });
  const word = page.getByLabel('Password', { exact: true });
  await expect(email).toHaveAttribute('autocomplete', 'username');
  await expect(word).toHaveAttribute('autocomplete', 'current-password');
  await email.focus();
  await page.keyboard.type(ana);
  await page.keyboard.press('Tab');
  await expect(word).toBeFocused();
  await page.keyboard.insertText('not the password');
  await page.keyboard.press('Enter');
  const told = page.getByRole('alert');
  await expect(told).toHaveText('Email or password is not right. Try again.');
  await expect(told).toBeFocused();
  await word.focus();
  await page.keyboard.press('ControlOrMeta+a');
  // What a password manager or the clipboard puts in comes in one piece.
  await page.keyboard.insertText(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
});

test('1: the desk is fetched while somebody types, and no sooner; where it does not come, that is said', async ({ people }) => {
  const page = await people.stranger({ serviceWorkers: 'block' });
  const desk = (url: URL | string) => /\/assets\/inside-[^/]*\.js$/.test(String(url));
  const fetched: string[] = [];
  page.on('request', (request) => desk(request.url()) && fetched.push(request.url()));
  await page.route(desk, (route) => route.abort('connectionfailed'));
  await page.goto('/', { waitUntil: 'networkidle' });
  const email = page.getByRole('textbox', { name: 'Email' });
  await expect(email).toBeFocused();
  expect(fetched).toEqual([]);
  await page.keyboard.type(ana);
  await expect.poll(() => fetched.length).toBeGreaterThan(0);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  const again = page.getByRole('button', { name: 'Retry' });
  await expect(again).toBeVisible();
  await page.unroute(desk);
  await again.click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
});

test('1: whoever is in before the desk has come finds the focus on the list all the same', async ({ people }) => {
  await customerAsks(people, 'Rosa', 'Good morning');
  const page = await people.stranger();
  let comes = () => {};
  const desk = new Promise<void>((come) => (comes = come));
  await page.route('**/assets/inside-*.js', async (route) => {
    await desk;
    await route.continue();
  });
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Email' }).fill(ana);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
  comes();
  await expect(row(page, 'Rosa')).toBeFocused();
});

test('2: after ten minutes the screen locks with a minute’s warning; no words are left in it; unlocking brings place and draft back', async ({ people }) => {
  const customer = await customerAsks(people, 'Rosa', sentinel);
  const page = await people.enter(ana);
  await open(page, 'Rosa');
  await answer(page, 'Rosa', 'I am here');
  await says(customer, 'One more thing');
  await reply(page, 'Rosa').fill('Half a thought');
  await page.waitForResponse((r) => r.url().includes('/drafts/reply') && r.ok());
  const address = page.url();

  await page.clock.install();
  await page.reload();
  await expect(reply(page, 'Rosa')).toHaveValue('Half a thought');
  await page.mouse.move(300, 300);
  await page.clock.fastForward('09:05');
  await expect(page.getByRole('group', { name: 'The screen is about to lock' })).toContainText(/locks in \d+ s/);
  await accessible(page);
  await page.mouse.move(310, 310);
  await expect(page.getByRole('group', { name: 'The screen is about to lock' })).toHaveCount(0);

  await page.clock.fastForward('10:10');
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  await accessible(page);
  for (const word of [sentinel, 'Rosa', 'I am here', 'Half a thought']) expect(await page.content()).not.toContain(word);
  await expect(page).toHaveTitle('(1) Relevo');
  // Neither a reload nor another tab is a way around it.
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByText('That password is not right. Try again.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(reply(page, 'Rosa')).toHaveValue('Half a thought');
  await expect(log(page, 'Rosa')).toContainText(sentinel);
  expect(page.url()).toBe(address);
});

test('3: after signing out nothing of a conversation is found in the browser, not even what was never sent', async ({ people }) => {
  await customerAsks(people, 'Rosa', sentinel);
  const page = await people.enter(ana);
  await open(page, 'Rosa');
  await expect(log(page, 'Rosa')).toContainText(sentinel);
  await loseReplies(page.context());
  await reply(page, 'Rosa').fill(`never sent ${sentinel}`);
  await page.getByRole('button', { name: 'Take over & send' }).click();
  await expect(log(page, 'Rosa')).toContainText(`never sent ${sentinel}`);
  // Before: the reply is kept, and unreadable.
  await expect.poll(() => everythingKept(page)).toContain('relevo-outbox/entries: 1 rows');
  const kept = await page.evaluate(() => Object.entries({ ...localStorage }).join('\n'));
  expect(kept).not.toContain(sentinel);

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect.poll(() => everythingKept(page)).toContain('relevo-outbox/entries: 0 rows');
  const left = await everythingKept(page);
  for (const word of [sentinel, 'Rosa', 'never sent', 'Ana Ruiz']) expect(left).not.toContain(word);
  expect(left).toContain('relevo-outbox/keys: 0 rows');
});

test('3: who signs out on purpose finds the sign-in without a word about it, without the conversation’s address, and with the cursor in it', async ({ people }) => {
  await customerAsks(people, 'Rosa', 'Good morning');
  const page = await people.enter(ana);
  await open(page, 'Rosa');
  // The server ends the socket, and takes no token any more, before it has answered.
  await page.route('**/auth/logout', async (route) => {
    const refused = page.waitForResponse((r) => r.url().endsWith('/auth/refresh') && r.status() === 401);
    const response = await route.fetch();
    await refused;
    await route.fulfill({ response });
  });
  const answered = page.waitForResponse('**/auth/logout');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('sign out');
  await page.keyboard.press('Enter');
  await answered;
  await expect(page.getByRole('textbox', { name: 'Email' })).toBeFocused();
  await expect(page.getByText('Your session ended')).toHaveCount(0);
  expect(new URL(page.url()).pathname).toBe('/');
});

test('3: signed out in one tab is signed out in all', async ({ people }) => {
  const page = await people.enter(ana);
  const other = await page.context().newPage();
  await other.goto('/');
  await expect(other.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  for (const tab of [page, other]) {
    await expect(tab.getByRole('textbox', { name: 'Email' })).toBeFocused();
    await expect(tab.getByText('Your session ended')).toHaveCount(0);
  }
});

test('5: a customer’s message is on top of its group, unread, in the title and on the icon at once; answering clears them in every tab', async ({ people }) => {
  const customer = await customerAsks(people, 'Rosa', 'Good morning');
  await customerAsks(people, 'Pedro', 'Good day');
  const page = await people.enter(ana);
  for (const name of ['Rosa', 'Pedro']) {
    await open(page, name);
    await answer(page, name, `Hello ${name}`);
  }
  const other = await page.context().newPage();
  await other.goto('/');
  await expect(other.getByRole('navigation', { name: 'Main' })).toBeVisible();
  for (const tab of [page, other]) {
    await expect(tab).toHaveTitle('Relevo');
    await expect(icon(tab)).toHaveAttribute('href', /favicon\.svg$/);
  }
  expect((await page.request.get('/favicon.svg')).headers()['content-type']).toContain('image/svg+xml');

  await says(customer, 'Are you there');
  const mine = other.getByRole('list', { name: 'Assigned to me' }).getByRole('link');
  await expect(mine.first()).toContainText('Rosa', { timeout: 1_000 });
  await expect(mine.first()).toContainText('Unread');
  for (const tab of [page, other]) {
    await expect(tab).toHaveTitle('(1) Relevo', { timeout: 1_000 });
    await expect(icon(tab)).toHaveAttribute('href', /favicon-dot\.svg$/);
  }
  await open(page, 'Rosa');
  await answer(page, 'Rosa', 'Yes I am');
  for (const tab of [page, other]) {
    await expect(tab).toHaveTitle('Relevo');
    await expect(icon(tab)).toHaveAttribute('href', /favicon\.svg$/);
  }
  await expect(mine.filter({ hasText: 'Rosa' })).not.toContainText(/Unread|Waiting/);
});

test('16: what was sent without a network waits with a clock, is there after a reload, and arrives once and in order', async ({ people }) => {
  const customer = await customerAsks(people, 'Rosa', 'Good morning');
  const page = await people.enter(ana);
  await open(page, 'Rosa');
  await answer(page, 'Rosa', 'I am here');
  await loseReplies(page.context());
  for (const text of ['First thing', 'Second thing', 'Third thing']) {
    await reply(page, 'Rosa').fill(text);
    await page.keyboard.press('Enter');
    await expect(log(page, 'Rosa')).toContainText(text);
  }
  await page.reload();
  const waits = (text: string) => log(page, 'Rosa').getByRole('article').filter({ hasText: text });
  for (const text of ['First thing', 'Second thing', 'Third thing']) await expect(waits(text)).toContainText(/wait|send/i);
  await expect(customer.getByRole('log').getByText('First thing')).toHaveCount(0);

  await page.context().unroute('**/api/v1/conversations/*/messages');
  await expect(customer.getByRole('log').getByText('Third thing')).toBeVisible({ timeout: 30_000 });
  for (const text of ['First thing', 'Second thing', 'Third thing']) {
    await expect(customer.getByRole('log').getByText(text)).toHaveCount(1);
    await expect(log(page, 'Rosa').getByText(text)).toHaveCount(1);
  }
  const order = await customer.getByRole('log').getByRole('listitem').allInnerTexts();
  const at = (text: string) => order.findIndex((one) => one.includes(text));
  expect(at('First')).toBeLessThan(at('Second'));
  expect(at('Second')).toBeLessThan(at('Third'));
});

/** Counts the page's sounds, and shows notifications to the test instead of a desktop. */
async function listenIn(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const heard = { sounds: 0, asked: 0, cards: [] as { body: string; open: boolean; click: () => void }[] };
    Object.assign(window, { heard });
    const make = AudioContext.prototype.createGain;
    let last = -Infinity;
    AudioContext.prototype.createGain = function () {
      // The notes of one sound are made in one go.
      if (performance.now() - last > 500) heard.sounds += 1;
      last = performance.now();
      return make.call(this);
    };
    class Card {
      static permission = 'default';
      static requestPermission = async () => {
        heard.asked += 1;
        return (Card.permission = 'granted');
      };
      onclick: (() => void) | null = null;
      #kept = { body: '', open: true, click: () => this.onclick?.() };
      constructor(_title: string, options: NotificationOptions) {
        if (sessionStorage.getItem('granted')) Card.permission = 'granted';
        this.#kept.body = options.body ?? '';
        heard.cards.push(this.#kept);
      }
      close() {
        this.#kept.open = false;
      }
    }
    Object.defineProperty(window, 'Notification', { value: Card, configurable: true });
  });
}

interface Heard {
  sounds: number;
  asked: number;
  cards: { body: string; open: boolean; click: () => void }[];
}
const heardBy = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard }).heard);

test('37: three tabs make one sound, none while one looks; permission is asked after a click; a notification holds no words of a customer', async ({ people }) => {
  const customer = await customerAsks(people, 'Rosa', 'Good morning');
  await customerAsks(people, 'Pedro', 'Good day');
  const first = await people.enter(ana);
  await listenIn(first.context());
  for (const name of ['Rosa', 'Pedro']) {
    await open(first, name);
    await answer(first, name, `Hello ${name}`);
  }
  const tabs = [first, await first.context().newPage(), await first.context().newPage()];
  for (const tab of tabs) {
    await tab.goto('/');
    await expect(tab.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await tab.getByRole('heading', { name: 'Clínica Dental Sonrisas' }).click();
  }
  for (const tab of tabs) expect((await heardBy(tab)).asked).toBe(0);
  for (const tab of tabs) {
    await tab.bringToFront();
    await tab.getByRole('button', { name: 'Settings' }).click();
    const item = tab.getByRole('menuitemcheckbox', { name: 'Desktop notifications' });
    if ((await item.getAttribute('aria-checked')) === 'true') await item.click();
    await item.click();
    await tab.keyboard.press('Escape');
    await expect.poll(async () => (await heardBy(tab)).asked).toBeGreaterThan(0);
  }
  await open(tabs[2] ?? first, 'Pedro');
  const sounds = async () => (await Promise.all(tabs.map(heardBy))).reduce((sum, one) => sum + one.sounds, 0);
  const cards = async () => (await Promise.all(tabs.map(heardBy))).flatMap((one) => one.cards);

  await says(customer, sentinel);
  await expect.poll(sounds).toBe(1);
  // It rests for ten seconds: somebody might answer meanwhile.
  await expect.poll(async () => (await cards()).length, { timeout: 40_000 }).toBe(1);
  const [card] = await cards();
  expect(card?.body).toMatch(/^(New message|Assigned to you) · Clínica Dental Sonrisas$/);
  expect(await sounds()).toBe(1);

  // Answered in one tab, it is taken back in all; and what one looks at makes no sound.
  const looking = tabs[2] ?? first;
  await open(looking, 'Rosa');
  await expect.poll(async () => (await cards()).filter((one) => one.open).length).toBe(0);
  await answer(looking, 'Rosa', 'Here I am');
  const before = await sounds();
  await says(customer, 'And one more');
  await expect(log(looking, 'Rosa')).toContainText('And one more');
  expect(await sounds()).toBe(before);
});

test('39: what was chosen in the palette, by key or by pointer, leaves the focus where it was', async ({ people }) => {
  await customerAsks(people, 'Rosa', 'Good morning');
  const page = await people.enter(ana);
  await open(page, 'Rosa');
  await reply(page, 'Rosa').fill('Half a thought');
  for (const choose of [() => page.keyboard.press('Enter'), () => page.getByRole('option', { name: 'Theme: dark' }).click()]) {
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('theme: dark');
    await choose();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(reply(page, 'Rosa')).toBeFocused();
  }
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('language: spanish');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Responder a Rosa' })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Responder a Rosa' })).toHaveValue('Half a thought');
});

/** A customer whom that colleague answers just now, so that the next message is theirs. */
async function answeredBy(program: Program, email: string, name: string): Promise<Caller> {
  const customer = await Caller.customer(program, 'sonrisas-web', name);
  await customer.says('I want to talk to a person');
  const colleague = await Caller.member(program, email);
  expect((await colleague.post(`/conversations/${customer.id}/messages`, { text: `Hello ${name}` })).status).toBe(200);
  return customer;
}

/** The page once more, with its ears open and its clock in our hands. */
async function attentive(page: Page): Promise<void> {
  await listenIn(page.context());
  await page.clock.install();
  await page.reload();
  await expect(page.getByRole('img', { name: 'Live · 0 behind' })).toBeVisible();
}

test('37: a sound that the browser keeps back asks to be enabled, and is heard after one click', async ({ people, program }) => {
  const customer = await answeredBy(program, ana, 'Rosa');
  const page = await people.enter(ana);
  // Chromium takes what a test asks of the page for somebody's hand in it.
  await page.addInitScript(() => Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: false } }));
  await attentive(page);
  const enable = page.getByRole('button', { name: 'Enable sound' });
  await expect(enable).toHaveCount(0);
  await customer.says('Are you there?');
  await expect(enable).toBeVisible();
  expect((await heardBy(page)).sounds).toBe(0);
  // It goes as soon as it is pressed.
  await enable.hover();
  await page.mouse.down();
  await page.mouse.up();
  await expect(enable).toHaveCount(0);
  await page.clock.runFor(3_000);
  await customer.says('Hello?');
  await expect.poll(async () => (await heardBy(page)).sounds).toBe(1);
  await expect(enable).toHaveCount(0);
});

test('37: an urgent escalation is heard every twenty seconds until somebody acknowledges it', async ({ people, program }) => {
  const customer = await answeredBy(program, maria, 'Rosa');
  const [agent, colleague] = [await Caller.member(program, maria), await Caller.member(program, luis)];
  const page = await people.enter(ana);
  await attentive(page);
  await page.getByRole('heading', { name: 'Clínica Dental Sonrisas' }).click();
  const sounds = async () => (await heardBy(page)).sounds;

  await page.clock.pauseAt(Date.now() + 1_000);
  const soon = async (look: () => Promise<unknown>) => page.clock.runFor(50).then(look);
  expect((await agent.post(`/conversations/${customer.id}/escalate`, { reason: 'urgent_emergency', note: 'She bleeds' })).status).toBe(200);
  await expect.poll(() => soon(sounds)).toBe(1);
  await page.clock.runFor(18_000);
  expect(await sounds()).toBe(1);
  for (const more of [2, 3, 4]) {
    await page.clock.runFor(more === 2 ? 3_000 : 20_000);
    expect(await sounds()).toBe(more);
  }
  expect((await colleague.post(`/conversations/${customer.id}/acknowledge`, {})).status).toBe(200);
  await expect.poll(() => soon(() => row(page, 'Rosa').innerText())).not.toContain('Urgent');
  await page.clock.runFor(61_000);
  expect(await sounds()).toBe(4);
});

for (const [who, email, place] of [['the office', ana, /\/w\/sonrisas\//], ['an agent', maria, /\/queue\//]] as const) {
  test(`37: a click on a notification opens its conversation, for ${who}`, async ({ people, program }) => {
    const customer = await answeredBy(program, email, 'Rosa');
    const page = await people.enter(email);
    await attentive(page);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Desktop notifications' }).click();
    await page.keyboard.press('Escape');
    await customer.says(sentinel);
    await expect(row(page, 'Rosa')).toContainText(sentinel);
    await page.clock.runFor(9_000);
    expect((await heardBy(page)).cards).toEqual([]);
    await page.clock.runFor(2_000);
    await expect.poll(async () => (await heardBy(page)).cards.length).toBe(1);
    await page.evaluate('heard.cards[0].click()');
    await expect(log(page, 'Rosa')).toContainText(sentinel);
    await expect(page).toHaveURL(place);
    await expect.poll(async () => (await heardBy(page)).cards.map((card) => card.open)).toEqual([false]);
  });
}

for (const [locale, colorScheme] of [['en-US', 'light'], ['es-PR', 'dark']] as const) {
  test(`39: the palette and the list of keys, by keyboard alone, in ${locale} and ${colorScheme}`, async ({ people }, info) => {
    await customerAsks(people, 'José Núñez', 'Good morning');
    const page = await people.enter(ana, { locale, colorScheme });
    await page.keyboard.press('ControlOrMeta+k');
    const field = page.getByRole('combobox', { name: /command or a conversation|acción o una conversación/ });
    await expect(field).toBeFocused();
    await accessible(page);
    await info.attach('palette', { body: await page.screenshot(), contentType: 'image/png' });
    await page.keyboard.type('nunez');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'José Núñez' })).toBeVisible();
    // What can't be done now says why.
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type(locale === 'es-PR' ? 'bloquear' : 'lock the');
    await expect(page.getByRole('option').first()).toHaveText(/Lock the screen|Bloquear la pantalla/);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await accessible(page);
    await info.attach('keys', { body: await page.screenshot(), contentType: 'image/png' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type(locale === 'es-PR' ? 'bloquear' : 'lock the');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /^(Locked|Bloqueado)$/ })).toBeVisible();
    await accessible(page);
    await info.attach('lock', { body: await page.screenshot(), contentType: 'image/png' });
  });
}
