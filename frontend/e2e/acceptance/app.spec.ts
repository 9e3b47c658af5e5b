// Statements about the whole page: the way in, the lock, the way out, what waits, outages. Each test begins with the
// number of its statement in docs/acceptance.md.
import type { BrowserContext, Page } from '@playwright/test';
import { customerAsks, says } from '../customer';
import { accessible, expect, test } from '../people';
import { answer, log, open, reply, row } from '../screen';
import { password } from '../world';

const ana = 'ana@sonrisas.example';
const sentinel = 'zebra umbrella sentinel';

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
