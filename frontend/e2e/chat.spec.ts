import { createServer } from 'node:http';
import { accessible, expect, test } from './people';

test.describe("the customer's page", () => {
  test('Lara answers, and the conversation is there again after a reload', async ({ people }) => {
    const page = await people.customer('sonrisas-web');
    await expect(page.getByText('Lara, automated assistant')).toBeVisible();
    await expect(page.getByText(/call 911/i)).toBeVisible();
    await page.getByLabel('Your name (optional)').fill('Juan');
    await page.getByLabel('Your message').fill('What are your hours?');
    await page.getByRole('button', { name: 'Send' }).click();
    const log = page.getByRole('log', { name: 'Messages' });
    await expect(log.getByText('What are your hours?')).toHaveCount(1);
    await expect(log.getByText('We are open Monday to Friday, 8 am to 5 pm.')).toBeVisible();
    await page.reload();
    await expect(log.getByText('What are your hours?')).toHaveCount(1);
    await expect(log.getByText('We are open Monday to Friday, 8 am to 5 pm.')).toBeVisible();
  });

  test('speaks the language of the browser, and the other one at a click', async ({ people }) => {
    const page = await people.customer('sonrisas-web', { locale: 'es-PR' });
    await expect(page.getByRole('heading', { name: 'Clínica Dental Sonrisas' })).toBeVisible();
    await expect(page.getByText('Lara, asistente automatizada')).toBeVisible();
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByText('Lara, automated assistant')).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });

  test('what was written while the server was away is sent once it is back, in order and once', async ({ people, program }) => {
    const page = await people.customer('sonrisas-web');
    const log = page.getByRole('log', { name: 'Messages' });
    const say = async (text: string) => {
      await page.getByLabel('Your message').fill(text);
      await page.keyboard.press('Enter');
    };
    await say('Good morning');
    await expect(log.getByRole('listitem').filter({ hasText: 'Good morning' }).locator('time')).toBeVisible();
    await program.kill();
    await say('First thing');
    await say('Second thing');
    await expect(page.getByRole('status').filter({ hasText: /reconnecting|reached/i })).toBeVisible();
    await program.start();
    await expect(page.getByText(/sent when you are back|sending/i)).toHaveCount(0, { timeout: 20_000 });
    await expect(log.getByText('First thing')).toHaveCount(1);
    await expect(log.getByText('Second thing')).toHaveCount(1);
    const rows = await log.getByRole('listitem').allInnerTexts();
    expect(rows.findIndex((t) => t.includes('First'))).toBeLessThan(rows.findIndex((t) => t.includes('Second')));
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const locale of ['en-US', 'es-PR']) {
      test(`is accessible in ${colorScheme} and ${locale}`, async ({ people }) => {
        const page = await people.customer('sonrisas-web', { colorScheme, locale });
        await accessible(page);
        await page.locator('#text').fill('hours?');
        await page.keyboard.press('Enter');
        await expect(page.getByRole('log').getByRole('listitem').first()).toBeVisible();
        await accessible(page);
      });
    }
  }
});

test('the widget opens the chat on a page of somebody else', async ({ people, program }) => {
  const page = await people.customer('sonrisas-web');
  const shop = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><title>Shop</title><h1>Shop</h1><script src="${program.url}/widget.js" data-channel="sonrisas-web"></script>`);
  });
  await new Promise<void>((ready) => shop.listen(0, '127.0.0.1', ready));
  const address = shop.address();
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  await page.getByRole('button', { name: 'Chat with us' }).click();
  const chat = page.frameLocator('iframe[title="Chat"]');
  await chat.getByLabel('Your message').fill('Good morning');
  await chat.getByRole('button', { name: 'Send' }).click();
  await expect(chat.getByRole('listitem').filter({ hasText: 'Good morning' }).locator('time')).toBeVisible();
  await chat.getByRole('button', { name: 'Close the chat' }).click();
  await expect(page.getByRole('dialog', { name: 'Chat' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Chat with us' })).toBeFocused();
  shop.close();
});
