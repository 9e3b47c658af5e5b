// Every screen, with whatever opens over it, in both languages, light and dark: no rule of WCAG 2.0 to 2.2, A and AA, that
// a program can check is broken. One server for all of them.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Caller } from './caller';
import { expect, sharing, type People } from './people';
import type { Program } from './program';
import { log, note, open, reply, row } from './screen';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';
const maria = 'maria@agents.example';
const sam = 'sam@relevo.example';
const test = sharing();
// Looking with every rule takes a while where others work too.
test.describe.configure({ timeout: 400_000 });
// A trace pictures the page at each of very many steps, and what is wrong is named anyway.
test.use({ trace: 'off' });

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
interface Look {
  colorScheme: 'light' | 'dark';
  contrast?: 'more';
  /** Null: all of them. What only colours change is looked at with the rules that colours can break. */
  rules: readonly string[] | null;
}
const colours = ['color-contrast', 'link-in-text-block'];
/** Each language is held against all rules, and each in both themes. */
const languages: readonly { locale: string; looks: readonly Look[] }[] = [
  { locale: 'en-US', looks: [{ colorScheme: 'light', rules: null }, { colorScheme: 'dark', rules: colours }] },
  { locale: 'es-PR', looks: [{ colorScheme: 'dark', rules: null }, { colorScheme: 'light', rules: colours }] },
];
const sharp: readonly Look[] = [
  { colorScheme: 'light', contrast: 'more', rules: colours },
  { colorScheme: 'dark', contrast: 'more', rules: colours },
];

/** One state of a screen: how one gets there, by keys where there are any, and back. */
interface Sight {
  name: string;
  go: (page: Page) => Promise<unknown>;
  back?: (page: Page) => Promise<unknown>;
}

/** The new look reaches the document with the next frame, and its colours with the one after. */
async function drawn(page: Page): Promise<void> {
  for (let frames = 0; frames < 3; frames++) await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
}

async function look(page: Page, name: string, looks: readonly Look[]): Promise<void> {
  for (const { rules, ...media } of looks) {
    await page.emulateMedia({ contrast: null, ...media, reducedMotion: 'reduce' });
    await drawn(page);
    // No page here has frames: what looks into those opens a page of its own each time.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
    const { violations } = await (rules === null ? axe.withTags(tags) : axe.withRules([...rules])).analyze();
    const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
    expect.soft(found, `${name}, ${media.colorScheme}`).toEqual([]);
  }
}

async function lookAll(page: Page, looks: readonly Look[], sights: readonly Sight[]): Promise<void> {
  for (const { name, go, back } of sights) {
    await test.step(name, async () => {
      await go(page);
      await look(page, name, looks);
      await back?.(page);
    });
  }
}

const press = (...keys: string[]) => async (page: Page) => {
  for (const key of keys) await page.keyboard.press(key);
};
const type = (text: string) => (page: Page) => page.keyboard.type(text);
const escape = press('Escape');
const dialog = (page: Page) => expect(page.getByRole('dialog')).toBeVisible();
const clear = (page: Page) => page.keyboard.press('ControlOrMeta+a').then(() => page.keyboard.press('Backspace'));
/** What opens over the screen by a key, and goes by Esc, with the focus back on the list. */
const over = (name: string, key: string, then?: (page: Page) => Promise<unknown>): Sight => ({
  name,
  go: async (page) => {
    await page.keyboard.press(key);
    await dialog(page);
    await then?.(page);
  },
  back: async (page) => {
    await escape(page);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  },
});
/** A form of the panel, sent empty, so that it says what is missing. */
const form = (name: string, key: string): Sight => ({
  name,
  go: async (page) => {
    await toList(page);
    await page.keyboard.press(key);
    await expect(page.getByRole('region', { name: /^(Actions|Acciones)$/ }).getByRole('group')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+Enter');
  },
  back: escape,
});

/** Out of whatever field has the focus, to the list, where single keys work. */
async function toList(page: Page): Promise<void> {
  for (let i = 0; i < 3 && !(await page.evaluate(() => document.activeElement?.matches('[data-row]') ?? false)); i++) await escape(page);
}

/** A customer who asked for a person. */
async function customer(program: Program, name: string): Promise<Caller> {
  const caller = await Caller.customer(program, 'sonrisas-web', name);
  await caller.says('Good morning, I want to talk to a person');
  return caller;
}

async function alone(people: People, locale: string): Promise<Page> {
  const page = await people.customer('sonrisas-web', { locale });
  await page.goto('/');
  await expect(page.locator('form')).toBeVisible();
  return page;
}

for (const { locale, looks } of languages) {
  test(`39: the way in is accessible, ${locale}`, async ({ people }) => {
    const page = await alone(people, locale);
    await lookAll(page, looks, [
      { name: 'sign-in', go: async () => {} },
      { name: 'sign-in with a field missing', go: press('Enter') },
      {
        name: 'sign-in refused',
        go: async () => {
          await page.locator('input[type=email]').fill(ana);
          await page.locator('input[type=password]').fill('not the password');
          await page.keyboard.press('Enter');
          await expect(page.getByRole('alert')).toBeFocused();
        },
      },
      { name: 'set-up', go: () => page.goto('/setup#token').then(() => page.reload()) },
    ]);
  });

  test(`39: the stream of the office is accessible, ${locale}`, async ({ people, program }) => {
    const name = `Rosa ${locale}`;
    for (const who of [name, `Pedro ${locale}`]) await customer(program, who);
    const page = await people.enter(ana, { locale });
    await expect(row(page, name)).toBeVisible();

    await lookAll(page, looks, [
      { name: 'stream, nothing open', go: async () => {} },
      { name: 'search', go: async () => {
        await page.keyboard.press('f');
        await type('person')(page);
        await expect(page.getByRole('list', { name: /found|encontrada/ })).toBeVisible();
      } },
      { name: 'search without a find', go: (p) => type(' zzz')(p).then(() => expect(p.getByText('zzz”').or(p.getByText('zzz»')).first()).toBeVisible()), back: press('Escape', 'Escape') },
      { name: 'filters', go: () => page.getByRole('button', { name: /^(Unanswered|Sin contestar)/ }).first().click(), back: () => page.getByRole('button', { name: /^(Unanswered|Sin contestar)/ }).first().click() },
      { name: 'selection', go: async () => {
        await toList(page);
        await press('k', 'k', 'k', 'v', 'j', 'v')(page);
      } },
      over('many to assign', 'Shift+A'),
      over('many to close', 'Shift+C'),
      { name: 'selection ended', go: escape },
      over('new conversation', 'c', press('Enter')),
      over('palette', 'Control+k'),
      over('palette, searched', 'Control+k', type('as')),
      over('keyboard shortcuts', '?'),
      { name: 'settings', go: () => page.getByRole('button', { name: /^(Settings|Ajustes)$/ }).click(), back: escape },
    ]);
  });

  test(`39: a conversation of the office is accessible, ${locale}`, async ({ people, program }) => {
    const name = `Clara ${locale}`;
    const clara = await customer(program, name);
    const colleague = await Caller.member(program, luis);
    await (await Caller.member(program, maria)).post(`/conversations/${clara.id}/messages`, { text: 'Hello, I am María' });
    await clara.says('Thank you');
    const page = await people.enter(ana, { locale });
    await lookAll(page, looks, [
      { name: 'conversation of an agent', go: () => open(page, name) },
      { name: 'quick responses', go: type('/'), back: clear },
      { name: 'a blank', go: type('Come on [day ___]'), back: clear },
      { name: 'too long', go: (p) => reply(p, name).fill('a'.repeat(400)), back: (p) => reply(p, name).fill('') },
      { name: 'emoji', go: () => page.getByRole('button', { name: /^Emojis?$/ }).click().then(() => dialog(page)), back: escape },
      { name: 'note', go: press('Control+i') },
      { name: 'mentions', go: type('@'), back: clear },
      { name: 'reply again', go: press('Control+i') },
      form('assign', 'a'),
      form('customer', 'F2'),
      { name: 'close', go: async () => {
        await toList(page);
        await page.keyboard.press('e');
      }, back: escape },
      { name: 'a held reply', go: async () => {
        await reply(page, name).fill('From Ana');
        await colleague.post(`/conversations/${clara.id}/messages`, { text: 'From Luis' });
        await expect(log(page, name)).toContainText('From Luis');
        await reply(page, name).press('Enter');
        await expect(page.getByRole('group', { name: /hold|espera/ })).toBeVisible();
      }, back: () => page.getByRole('button', { name: /^(Discard|Descartar)$/ }).click() },
      { name: 'a refused message', go: async () => {
        await page.route('**/messages', (route) => route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{"code":"opted_out","title":"opted out","status":409}' }));
        await reply(page, name).fill('Refused');
        await reply(page, name).press('Enter');
        await expect(page.getByRole('button', { name: /^(Retry|Reintentar)$/ })).toBeVisible();
        await page.unroute('**/messages');
      }, back: () => page.getByRole('button', { name: /^(Delete|Borrar|Eliminar)$/ }).click() },
      { name: 'closed', go: async () => {
        await colleague.post(`/conversations/${clara.id}/close`, {});
        await expect(log(page, name)).toContainText(/closed the conversation|cerró la conversación/);
      } },
      { name: 'a conversation that is none', go: () => page.goto(`${program.url}/w/sonrisas/all/cv_none`) },
      { name: 'an address that is none', go: () => page.goto(`${program.url}/nowhere`) },
    ]);
  });

  test(`39: a narrow desk is accessible, ${locale}`, async ({ people, program }) => {
    await customer(program, `Nora ${locale}`);
    const page = await people.enter(ana, { locale });
    await page.setViewportSize({ width: 360, height: 740 });
    await lookAll(page, looks, [
      { name: 'list', go: () => expect(row(page, `Nora ${locale}`)).toBeVisible() },
      { name: 'conversation', go: () => open(page, `Nora ${locale}`) },
      { name: 'panel', go: () => page.getByRole('button', { name: /^(Action panel|Panel de acciones)$/ }).click() },
    ]);
  });

  test(`39: the locked screen is accessible, ${locale}`, async ({ people, program }) => {
    await customer(program, `Tomás ${locale}`);
    const page = await people.enter(ana, { locale });
    await page.clock.install();
    await page.reload();
    await expect(row(page, `Tomás ${locale}`)).toBeVisible();
    await page.mouse.move(300, 300);
    await lookAll(page, looks, [
      { name: 'the warning', go: () => page.clock.fastForward('09:05').then(() => expect(page.getByRole('group', { name: /about to lock|por bloquearse/ })).toBeVisible()) },
      { name: 'locked', go: () => page.clock.fastForward('02:00').then(() => expect(page.getByRole('heading', { name: /^(Locked|Bloqueado)$/ })).toBeVisible()) },
    ]);
  });

  test(`39: an agent's shift is accessible, ${locale}`, async ({ people, program }) => {
    const name = `Elena ${locale}`;
    const elena = await customer(program, name);
    const office = await Caller.member(program, luis);
    const page = await people.enter(maria, { locale });
    await lookAll(page, looks, [
      { name: 'queue', go: () => expect(row(page, name)).toBeVisible() },
      { name: 'claimed', go: async () => {
        await open(page, name);
        await toList(page);
        await page.keyboard.press('i');
      } },
      form('escalate', 'Shift+E'),
      form('assign', 'a'),
      { name: 'locked', go: async () => {
        await reply(page, name).fill('Half a thought');
        await office.post(`/conversations/${elena.id}/messages`, { text: 'The office is here' });
        await expect(page.getByRole('status').filter({ hasText: 'Luis Vega' }).first()).toBeVisible();
      } },
      { name: 'directed', go: async () => {
        await office.post(`/conversations/${elena.id}/notes`, { text: '@maria please tell her the price', directs_agents: true });
        await expect(page.getByText(/note lets you reply|^La nota de .* le permite responder/)).toBeVisible();
      } },
    ]);
  });

  test(`39: the wall is accessible, ${locale}`, async ({ people, program }) => {
    const name = `Iris ${locale}`;
    await customer(program, name);
    const page = await people.enter(sam, { locale });
    await page.goto(`${program.url}/wall`);
    await lookAll(page, looks, [
      { name: 'the wall', go: () => expect(row(page, name)).toBeVisible() },
      { name: 'a conversation on the wall', go: () => open(page, name) },
      form('escalate', 'Shift+E'),
    ]);
  });
}

test('39: landmarks and regions are the same on every desk, and the announcer says what happens', async ({ people, program }) => {
  const clara = await customer(program, 'Carmen');
  const page = await people.enter(ana);
  await open(page, 'Carmen');
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - navigation "Main"
    - region "Activity Stream":
      - heading "Clínica Dental Sonrisas" [level=1]
    - main:
      - region "Conversation with Carmen":
        - heading "Carmen" [level=2]
        - log "Messages with Carmen"
        - region "Write":
          - tablist "Write":
            - tab "Reply" [selected]
            - tab "Internal note"
      - complementary:
        - region "Actions"
  `);
  const polite = page.locator('[aria-live=polite].visually-hidden');
  const assertive = page.locator('[aria-live=assertive].visually-hidden');
  await clara.says('Are you there?');
  await expect(polite).toHaveText('Carmen: Are you there?');
  await reply(page, 'Carmen').fill('Yes, we are');
  await reply(page, 'Carmen').press('Enter');
  await expect(polite).toHaveText('Sent');
  await page.keyboard.press('Control+i');
  await expect(polite).toHaveText('Internal note mode');
  await note(page, 'Carmen').fill('She called');
  await note(page, 'Carmen').press('Enter');
  await expect(polite).toHaveText('Note added');
  await (await Caller.member(program, luis)).post(`/conversations/${clara.id}/messages`, { text: 'Luis goes on' });
  await expect(assertive).toHaveText('Luis Vega took over your conversation with Carmen');
});

test('39: forced colours, less motion and four hundred per cent keep everything usable', async ({ people, program }) => {
  await customer(program, 'Olga');
  const page = await people.enter(ana);
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await open(page, 'Olga');
  // The system's colours are in use, and what only a colour told has an edge or a word beside it.
  await expect(page.getByRole('tab', { name: 'Reply' })).toHaveCSS('forced-color-adjust', 'auto');
  const moving = await page.evaluate(() => document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().duration) > 20).length);
  expect(moving).toBe(0);
  // Another theme is there at once: no ground stays behind its words.
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light', reducedMotion: 'reduce' });
  await drawn(page);
  await page.evaluate(() => document.addEventListener('transitionrun', () => document.body.setAttribute('data-lags', ''), { once: true }));
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'dark', reducedMotion: 'reduce' });
  await drawn(page);
  await expect(page.locator('body')).not.toHaveAttribute('data-lags');
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  // 1440 pixels at 400 % are 360.
  await page.setViewportSize({ width: 360, height: 225 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await reply(page, 'Olga').fill('Also at this size');
  await page.getByRole('button', { name: 'Take over & send' }).click();
  await expect(log(page, 'Olga')).toContainText('Also at this size');
});

test('39: more contrast breaks no colour', async ({ people, program }) => {
  await customer(program, 'Mirta');
  const page = await people.enter(ana);
  await lookAll(page, sharp, [
    { name: 'conversation', go: () => open(page, 'Mirta') },
    { name: 'note', go: press('Control+i') },
    { name: 'settings', go: () => page.getByRole('button', { name: 'Settings' }).click(), back: escape },
  ]);
});
