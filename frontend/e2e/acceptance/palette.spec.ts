// Statement 39: the palette and the list of keys.
import { customerAsks } from '../customer';
import { accessible, expect, test } from '../people';
import { open, reply } from '../screen';

const ana = 'ana@sonrisas.example';

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
