// Statements about reading a conversation: what is new, what is old, days, and events in one line. Each test begins with
// the number of its statement in docs/acceptance.md.
import type { Page } from '@playwright/test';
import { Caller } from '../caller';
import { expect, sharing } from '../people';
import type { Program } from '../program';
import { log, open, reply, row } from '../screen';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';
const maria = 'maria@agents.example';

const test = sharing();

/** A conversation of the office's, in which the customer wrote so many messages. */
async function written(program: Program, name: string, messages: number): Promise<Caller> {
  const customer = await Caller.customer(program, 'sonrisas-web', name);
  await customer.says('Good morning, I want to talk to a person');
  const office = await Caller.member(program, luis);
  await office.post(`/conversations/${customer.id}/messages`, { text: `Hello ${name}` });
  for (let i = 1; i <= messages; i++) await customer.says(`Message ${i}.${' It goes on for a while, so that it takes more lines.'.repeat(i % 4)}`);
  return customer;
}

/** Where a message stands on the screen. */
const topOf = async (page: Page, name: string, text: string): Promise<number> => {
  const box = await log(page, name).getByRole('article').filter({ hasText: text }).boundingBox();
  return box?.y ?? NaN;
};

test('11: while one reads further up, new messages move nothing; a pill counts them and leads down; a line marks the first unread', async ({ people, program }) => {
  const customer = await written(program, 'Rosa', 40);
  const page = await people.enter(ana);
  await open(page, 'Rosa');
  const line = log(page, 'Rosa').getByText('New', { exact: true });
  await expect(log(page, 'Rosa').getByText('Message 40.')).toBeInViewport();
  // All forty-one are unread to Ana: the line stands before the first of them that is loaded.
  await expect(line).toBeAttached();
  const order = await log(page, 'Rosa').evaluate((box) => box.textContent ?? '');
  expect(order.indexOf('New')).toBeLessThan(order.indexOf('Good morning'));

  await reply(page, 'Rosa').fill('I am here');
  await reply(page, 'Rosa').press('Enter');
  await expect(line).toHaveCount(0);
  await log(page, 'Rosa').getByText('Message 20.').scrollIntoViewIfNeeded();
  await expect(page.getByRole('button', { name: 'Jump to latest' })).toBeVisible();
  const before = await topOf(page, 'Rosa', 'Message 20.');
  for (const text of ['One more', 'Two more', 'Three more']) await customer.says(text);
  const pill = page.getByRole('button', { name: '3 new. Jump to latest' });
  await expect(pill).toBeVisible();
  expect(Math.abs((await topOf(page, 'Rosa', 'Message 20.')) - before)).toBeLessThan(1);
  await pill.click();
  await expect(log(page, 'Rosa').getByText('Three more')).toBeInViewport();
  await expect(line).toBeInViewport();
  await expect(page.getByRole('button', { name: /Jump to latest/ })).toHaveCount(0);
  const after = await log(page, 'Rosa').evaluate((box) => box.textContent ?? '');
  expect(after.indexOf('New', after.indexOf('I am here'))).toBeLessThan(after.indexOf('One more'));
});

test('12: each of ten older pages leaves what is being read within 2 px, also for whoever scrolls on while it comes', async ({ people, program }) => {
  await written(program, 'Pedro', 560);
  const page = await people.enter(ana);
  await open(page, 'Pedro');
  await expect(log(page, 'Pedro').getByText('Message 560.')).toBeInViewport();
  const shifts = await log(page, 'Pedro').evaluate(async (box) => {
    const frame = () => new Promise((painted) => requestAnimationFrame(painted));
    const entries = () => [...box.querySelectorAll('article')];
    const shifts: number[] = [];
    for (let pages = 1; pages <= 10; pages++) {
      const had = entries().length;
      box.scrollTop = 160;
      await frame();
      // The page is on its way, and its reader scrolls on.
      box.scrollTop = 90;
      const edge = box.getBoundingClientRect().top;
      const read = entries().find((entry) => entry.getBoundingClientRect().bottom > edge);
      const top = read?.getBoundingClientRect().top ?? NaN;
      let most = 0;
      for (let still = 0; still < 5; still += entries().length > had ? 1 : 0) {
        await frame();
        most = Math.max(most, Math.abs((read?.getBoundingClientRect().top ?? NaN) - top));
      }
      shifts.push(most);
    }
    return shifts;
  });
  for (const shift of shifts) expect(shift).toBeLessThanOrEqual(2);
  expect(await log(page, 'Pedro').getByRole('article').count()).toBeGreaterThan(540);
});

test('13: days and times follow the language (2:05 p. m.); switching reloads nothing and keeps the draft', async ({ people, program }) => {
  await written(program, 'Elena', 1);
  const page = await people.enter(ana);
  // Yesterday at 18:05 UTC, which is 2:05 in the afternoon where the clinic is.
  const yesterday = new Date(Date.now() - 4 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
  await page.route(/\/conversations\/[^/]+$/, async (route) => {
    const response = await route.fetch();
    const view = await response.json();
    for (const event of view.events) event.at = `${yesterday}T18:05:00.000Z`;
    await route.fulfill({ response, json: view });
  });
  await open(page, 'Elena');
  await reply(page, 'Elena').fill('Half a thought');
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await expect(log(page, 'Elena').getByRole('heading', { name: 'Yesterday' })).toBeVisible();
  await expect(log(page, 'Elena').getByText('2:05 PM').first()).toBeVisible();
  const choose = async (menu: string, language: string) => {
    await page.getByRole('button', { name: menu }).click();
    await page.getByRole('menuitemradio', { name: language }).click();
    await page.keyboard.press('Escape');
  };
  await choose('Settings', 'Español');
  await expect(log(page, 'Elena').getByRole('heading', { name: 'Ayer' })).toBeVisible();
  await expect(log(page, 'Elena').getByText('2:05 p. m.').first()).toBeVisible();
  await expect(reply(page, 'Elena')).toHaveValue('Half a thought');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es-PR');
  await choose('Ajustes', 'English');
  await expect(log(page, 'Elena').getByRole('heading', { name: 'Yesterday' })).toBeVisible();
  await expect(reply(page, 'Elena')).toHaveValue('Half a thought');
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
});

test('14: three events in a row fold to one line, and open and close by keyboard', async ({ people, program }) => {
  const customer = await Caller.customer(program, 'sonrisas-web', 'Nora');
  await customer.says('I want to talk to a person');
  const [agent, office] = await Promise.all([Caller.member(program, maria), Caller.member(program, luis)]);
  const act = async (who: Caller, what: string, body: object) => expect((await who.post(`/conversations/${customer.id}/${what}`, body)).status).toBe(200);
  await act(agent, 'messages', { text: 'Hello Nora' });
  await act(agent, 'escalate', { reason: 'billing', note: 'Charged twice' });
  await act(office, 'acknowledge', {});
  await act(office, 'assign', { to: { team: 'staff', user: office.id } });
  const page = await people.enter(ana);
  await row(page, 'Nora').focus();
  await page.keyboard.press('Enter');
  await expect(log(page, 'Nora')).toContainText('Charged twice');
  const fold = log(page, 'Nora').locator('summary');
  await expect(fold).toContainText('3 events');
  const acknowledged = log(page, 'Nora').getByText('Luis Vega acknowledged: Billing');
  await expect(acknowledged).toBeHidden();
  await log(page, 'Nora').focus();
  await page.keyboard.press('Tab');
  await expect(fold).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(acknowledged).toBeVisible();
  await expect(log(page, 'Nora').getByText('María López escalated this to All Office Staff: Billing')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(acknowledged).toBeHidden();
});

/** The colour of one point of the screen. */
async function colourAt(page: Page, x: number, y: number): Promise<string> {
  const png = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
  return page.evaluate(
    async (bytes) => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
      const canvas = new OffscreenCanvas(1, 1).getContext('2d');
      canvas?.drawImage(picture, 0, 0);
      return String(canvas?.getImageData(0, 0, 1, 1).data);
    },
    [...png],
  );
}

test('39: the ring around the history is whole, also where a day’s label sticks to its edge', async ({ people, program }) => {
  await written(program, 'Irma', 12);
  const page = await people.enter(ana);
  await open(page, 'Irma');
  await reply(page, 'Irma').focus();
  await page.keyboard.press('Escape');
  await expect(log(page, 'Irma')).toBeFocused();
  const box = await log(page, 'Irma').boundingBox();
  if (box === null) throw new Error('the history is not on the screen');
  const [left, right, top, bottom] = [Math.ceil(box.x), Math.floor(box.x + box.width) - 1, Math.ceil(box.y), Math.floor(box.y + box.height) - 1];
  const [middle, low] = [Math.round((left + right) / 2), Math.round((top + bottom) / 2)];
  const ring = await colourAt(page, middle, bottom);
  for (const [x, y] of [[middle, top], [left, low], [right, low], [left, top + 4], [right, top + 4]] as const) expect(await colourAt(page, x, y), `at ${x}, ${y}`).toBe(ring);
  expect(await colourAt(page, middle, low)).not.toBe(ring);
});
