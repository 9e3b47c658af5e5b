// Goes through every screen and state of the furnished example and takes its picture for docs/screens.md.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { Program } from '../program';

const pictures = fileURLToPath(new URL('../../../docs/screens', import.meta.url));
const password = 'relevo en vivo';
const program = new Program(null);

test.beforeAll(() => program.start());
test.afterAll(() => program.end());

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(pictures, `${name}.jpg`), type: 'jpeg', quality: 60, animations: 'disabled', caret: 'hide' });
}

test('every screen has its picture', async ({ browser }) => {
  const visit = async (path: string, look: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ baseURL: program.url, locale: 'en-US', viewport: { width: 1280, height: 760 }, reducedMotion: 'reduce', ...look });
    const page = await context.newPage();
    await page.goto(path);
    return page;
  };
  const enter = async (email: string, look: BrowserContextOptions = {}) => {
    const page = await visit('/', look);
    await page.locator('input[type=email]').fill(email);
    await page.locator('input[type=password]').fill(password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('navigation').first()).toBeVisible();
    await expect(page.getByRole('link').filter({ has: page.locator('.name') }).first()).toBeVisible();
    return page;
  };
  const list = async (page: Page) => {
    for (let i = 0; i < 3 && !(await page.evaluate(() => document.activeElement?.matches('[data-row]') ?? false)); i++) await page.keyboard.press('Escape');
  };
  const step = (name: string, page: Page, act: () => Promise<unknown>) => test.step(name, async () => {
    await act();
    await shoot(page, name);
  });
  const keys = async (page: Page, ...all: string[]) => {
    for (const key of all) await page.keyboard.press(key);
  };

  // The way in.
  const door = await visit('/');
  await expect(door.locator('form')).toBeVisible();
  await step('login', door, async () => {});
  await step('login-missing', door, () => door.keyboard.press('Enter'));
  await step('login-refused', door, async () => {
    await door.locator('input[type=email]').fill('luis@sonrisas.example');
    await door.locator('input[type=password]').fill('not the password');
    await door.keyboard.press('Enter');
    await expect(door.getByRole('alert')).toBeFocused();
  });
  await step('setup', await visit('/setup#token', { locale: 'es-PR' }), async () => {});

  // The office.
  const luis = await enter('luis@sonrisas.example');
  await step('stream', luis, async () => {});
  await step('stream-search', luis, async () => {
    await keys(luis, 'f');
    await luis.keyboard.type('cita');
    await expect(luis.getByText(/conversations? found/).first()).toBeVisible();
  });
  await step('stream-none-found', luis, async () => {
    await luis.keyboard.type('zzz');
    await expect(luis.getByText(/Nothing matches/)).toBeVisible();
  });
  await keys(luis, 'Escape', 'Escape');
  await step('stream-filters', luis, async () => {
    for (const name of [/^Unanswered/, /^SMS/]) await luis.getByRole('group', { name: 'Filters' }).getByRole('button', { name }).click();
  });
  for (const name of [/^Unanswered/, /^SMS/]) await luis.getByRole('group', { name: 'Filters' }).getByRole('button', { name }).click();
  await list(luis);
  await step('stream-selection', luis, () => keys(luis, 'j', 'v', 'j', 'v', 'j', 'v'));
  await step('bulk-close', luis, async () => {
    await keys(luis, 'Shift+C');
    await expect(luis.getByRole('dialog')).toBeVisible();
  });
  await keys(luis, 'Escape', 'Escape');
  await step('new-conversation', luis, async () => {
    await list(luis);
    await keys(luis, 'c');
    await expect(luis.getByRole('dialog')).toBeVisible();
    await keys(luis, 'Enter');
  });
  await keys(luis, 'Escape');
  await step('palette', luis, async () => {
    await keys(luis, 'Control+k');
    await expect(luis.getByRole('dialog')).toBeVisible();
    await luis.keyboard.type('as');
  });
  await keys(luis, 'Escape');
  await step('help', luis, async () => {
    await list(luis);
    await keys(luis, '?');
    await expect(luis.getByRole('dialog')).toBeVisible();
  });
  await keys(luis, 'Escape');
  await step('settings', luis, () => luis.getByRole('button', { name: 'Settings' }).click());
  await keys(luis, 'Escape');
  await step('conversation-mine', luis, async () => {
    await luis.getByRole('list', { name: 'Assigned to me' }).getByRole('link').last().click();
    await expect(luis.getByRole('log')).toBeVisible();
    await expect(luis.getByText('Luis Ortiz took over').first()).toBeVisible();
  });
  await step('quick-responses', luis, () => luis.keyboard.type('/'));
  await keys(luis, 'Backspace');
  await step('emoji', luis, () => luis.getByRole('button', { name: 'Emoji' }).click());
  await keys(luis, 'Escape');
  const field = luis.getByRole('textbox', { name: /^Reply to/ });
  await step('composer-cost', luis, () => field.fill('Le confirmamos su cita con la doctora para el día martes a las diez de la mañana. Traiga su plan médico, una identificación y llegue quince minutos antes, por favor.'));
  await step('composer-blank', luis, () => field.fill('Su cita es el [día ___] a las ___.'));
  await field.fill('');
  await step('composer-note', luis, async () => {
    await keys(luis, 'Control+i');
    await luis.keyboard.type('Revisar el plan con @');
    await expect(luis.getByRole('listbox', { name: 'Mentions' })).toBeVisible();
  });
  await keys(luis, 'Escape', 'Control+a', 'Backspace', 'Control+i');
  for (const [name, key] of [['panel-assign', 'a'], ['panel-close', 'e'], ['panel-customer', 'F2']] as const)
    await step(name, luis, async () => {
      await list(luis);
      await keys(luis, key);
      await expect(luis.getByRole('region', { name: 'Actions' }).getByRole('group')).toBeVisible();
      if (key === 'a') await keys(luis, 'Control+Enter');
    }).then(() => keys(luis, 'Escape'));

  // An agent's shift, and the office taking over.
  const ana = await enter('ana@agents.example', { locale: 'es-PR', colorScheme: 'dark' });
  await step('queue-es-dark', ana, async () => {});
  await step('agent-claimed-es-dark', ana, async () => {
    await ana.getByRole('button', { name: 'Próxima conversación' }).click();
    await expect(ana.getByRole('log')).toBeVisible();
  });
  const customer = (await ana.getByRole('main').getByRole('heading', { level: 2 }).first().textContent()) ?? '';
  const place = /Brisas/.test((await ana.getByRole('region', { name: 'Escribir' }).textContent()) ?? '') ? 'emily@brisas.example' : 'maria@sonrisas.example';
  await step('panel-escalate-es-dark', ana, async () => {
    await list(ana);
    await keys(ana, 'Shift+E', 'Control+Enter');
  });
  await keys(ana, 'Escape');
  const boss = await enter(place);
  await step('composer-take-over', boss, async () => {
    await keys(boss, 'f');
    await boss.keyboard.type(customer);
    await expect(boss.getByText(/conversations? found/).first()).toBeVisible();
    await keys(boss, 'Enter');
    await boss.getByRole('textbox', { name: /^Reply to/ }).fill('We have it here at the office.');
  });
  await step('crossed-held', boss, async () => {
    await ana.getByRole('textbox', { name: /^Responder a/ }).fill('Un momento, por favor.');
    await keys(ana, 'Enter');
    await expect(boss.getByRole('log').getByText('Un momento, por favor.')).toBeVisible();
    await boss.getByRole('textbox', { name: /^Reply to/ }).press('Enter');
    await expect(boss.getByRole('group', { name: 'Your reply is on hold' })).toBeVisible();
  });
  await step('agent-locked-es-dark', ana, async () => {
    await ana.getByRole('textbox', { name: /^Responder a/ }).fill('Le busco la información');
    await boss.getByRole('button', { name: 'Send anyway' }).click();
    await expect(ana.getByRole('status').filter({ hasText: 'tomó el control' }).first()).toBeVisible();
  });
  await step('agent-told-es-dark', ana, async () => {
    await list(ana);
    await keys(ana, 'w');
    await expect(ana.getByRole('main').getByRole('heading', { level: 2 }).first()).not.toHaveText(customer);
    await keys(boss, 'Control+i');
    await boss.getByRole('textbox', { name: /^Internal note/ }).fill('@ana please send the hours');
    await boss.getByRole('checkbox', { name: /let agents reply/i }).check();
    await boss.getByRole('button', { name: 'Add note' }).click();
    await expect(ana.getByRole('region', { name: 'Para usted' })).toContainText('le permite responder');
    await expect(ana.getByRole('list', { name: 'Puede responder' })).toBeVisible();
  });
  await step('agent-directed-es-dark', ana, async () => {
    await ana.getByRole('button', { name: 'Abrir', exact: true }).click();
    await expect(ana.getByText(/La nota de .* le permite responder/)).toBeVisible();
    await expect(ana.getByRole('textbox', { name: /^Responder a/ })).toBeVisible();
  });
  await step('closed', boss, async () => {
    await list(boss);
    await keys(boss, 'e', 'Control+Enter');
    await keys(boss, 'Escape');
    await expect(boss.getByText('closed the conversation').first()).toBeVisible();
  });

  // The supervisor.
  const sofia = await enter('sofia@relevo.example');
  await step('wall', sofia, async () => {});
  await step('wall-conversation', sofia, async () => {
    await sofia.getByRole('list', { name: 'Conversations' }).getByRole('link').first().click();
    await expect(sofia.getByRole('log')).toBeVisible();
  });

  // Languages, looks and sizes.
  const nuit = await enter('luis@sonrisas.example', { locale: 'es-PR', colorScheme: 'dark' });
  await step('stream-es-dark', nuit, async () => {
    await nuit.getByRole('list', { name: 'Asignadas a la oficina' }).getByRole('link').first().click();
    await expect(nuit.getByRole('log')).toBeVisible();
  });
  await step('settings-es-dark', nuit, () => nuit.getByRole('button', { name: 'Ajustes' }).click());
  const sharp = await enter('luis@sonrisas.example', { contrast: 'more' });
  await step('high-contrast', sharp, async () => {
    await sharp.getByRole('list', { name: 'Assigned to me' }).getByRole('link').first().click();
    await expect(sharp.getByRole('log')).toBeVisible();
  });
  const forced = await enter('luis@sonrisas.example', { forcedColors: 'active' });
  await step('forced-colors', forced, async () => {
    await forced.getByRole('list', { name: 'Assigned to me' }).getByRole('link').first().click();
    await expect(forced.getByRole('log')).toBeVisible();
  });
  const phone = await enter('maria@sonrisas.example', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: 'es-PR' });
  await step('phone-list', phone, async () => {});
  await step('phone-conversation', phone, async () => {
    await phone.getByRole('link', { name: /Urgente/ }).first().click();
    await expect(phone.getByRole('log')).toBeVisible();
  });
  await step('phone-panel', phone, () => phone.getByRole('button', { name: 'Panel de acciones' }).click());

  // What a page says while it waits, is locked, or finds nothing.
  const slow = await visit('/');
  await slow.route('**/api/v1/workplaces/**', () => {});
  await slow.locator('input[type=email]').fill('luis@sonrisas.example');
  await slow.locator('input[type=password]').fill(password);
  await step('loading', slow, async () => {
    await slow.keyboard.press('Enter');
    await expect(slow.getByRole('navigation').first()).toBeVisible();
    await expect(slow.locator('.stream')).toBeVisible();
  });
  await step('not-found', sharp, () => sharp.goto('/w/sonrisas/all/cv_none'));
  const idle = await enter('luis@sonrisas.example');
  await idle.clock.install();
  await idle.reload();
  await expect(idle.getByRole('link').filter({ has: idle.locator('.name') }).first()).toBeVisible();
  await idle.mouse.move(300, 300);
  await step('idle-warning', idle, () => idle.clock.fastForward('09:05'));
  await step('idle-locked', idle, async () => {
    await idle.clock.fastForward('02:00');
    await expect(idle.getByRole('heading', { name: 'Locked' })).toBeVisible();
  });

  // The customer's side.
  const chat = await visit('/chat/sonrisas-web', { viewport: { width: 420, height: 720 } });
  await step('chat', chat, async () => {
    await chat.locator('#text').fill('What are your hours?');
    await keys(chat, 'Enter');
    await expect(chat.getByRole('listitem')).not.toHaveCount(1);
  });
  const charla = await visit('/chat/sonrisas-web', { viewport: { width: 420, height: 720 }, locale: 'es-PR', colorScheme: 'dark' });
  await step('chat-es-dark', charla, async () => {});

  // The server goes away, and comes back.
  await luis.getByRole('list', { name: 'Assigned to me' }).getByRole('link').first().click();
  await program.kill();
  await step('offline', luis, async () => {
    await expect(luis.getByRole('status', { name: 'Connection' })).toContainText(/offline|reconnecting/i);
    await luis.getByRole('textbox', { name: /^Reply to/ }).fill('Sent as soon as we are back');
    await keys(luis, 'Enter');
    await expect(luis.getByText('Sent as soon as we are back')).toBeVisible();
  });
  await step('chat-offline', chat, async () => {
    await chat.locator('#text').fill('Are you there?');
    await keys(chat, 'Enter');
    await expect(chat.getByRole('status').filter({ hasText: /reconnecting|reached/i })).toBeVisible();
  });
});
