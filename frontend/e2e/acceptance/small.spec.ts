// Statement 40: a telephone, and a screen that was enlarged until little of it is left.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { Caller } from '../caller';
import { accessible, expect, sharing } from '../people';
import { log, note, reply, row, send } from '../screen';

const ana = 'ana@sonrisas.example';
const maria = 'maria@agents.example';

const test = sharing();

/** One pane is on the screen, and nothing lies beside it. */
async function onePane(page: Page, which: 'list' | 'conversation'): Promise<void> {
  await expect(page.getByRole('region', { name: /^(Activity Stream|Actividad|Queue)$/ })).toBeVisible({ visible: which === 'list' });
  await expect(page.getByRole('region', { name: /^(Conversation with|Conversación con)/ })).toBeVisible({ visible: which === 'conversation' });
  // Told as what sticks out, so that a failure names it.
  const sideways = await page.evaluate(() => {
    const boxes = [document.documentElement, ...document.querySelectorAll('body *')].filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1);
    const scrolls = boxes.filter((one) => one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowX));
    return scrolls.flatMap((box) => [...box.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > box.getBoundingClientRect().left + box.clientWidth + 1)).map((one) => one.outerHTML.slice(0, 160));
  });
  expect(sideways).toEqual([]);
}

/** The panel lies over the conversation on a narrow screen. */
const panel = (page: Page) => page.getByRole('region', { name: 'Actions' });

for (const [what, viewport] of [
  ['at 360 × 740', { width: 360, height: 740 }],
  ['at 400 % zoom of 1280 × 1024', { width: 320, height: 256 }],
] as const) {
  test(`40: ${what} one pane shows at a time, nothing scrolls sideways, and replying, notes, assigning, escalating and closing work`, async ({ people, program }) => {
    const name = viewport.width === 360 ? 'Rosa' : 'Pedro';
    const customer = await Caller.customer(program, 'sonrisas-web', name);
    await customer.says('I want to talk to a person');
    const agent = await people.enter(maria, { viewport });
    await onePane(agent, 'list');
    await agent.getByRole('button', { name: 'Next conversation' }).click();
    await expect(log(agent, name)).toBeVisible();
    await onePane(agent, 'conversation');
    await reply(agent, name).fill('Hello, this is a rather long answer so that it takes several lines of a small screen');
    await onePane(agent, 'conversation');
    await send(agent).click();
    await expect(log(agent, name).getByText('rather long answer')).toBeVisible();
    await agent.getByRole('tab', { name: 'Internal note' }).click();
    await note(agent, name).fill('She asks about a bill');
    await agent.getByRole('button', { name: 'Add note' }).click();
    await expect(log(agent, name).getByText('She asks about a bill')).toBeVisible();

    await agent.getByRole('button', { name: 'Action panel' }).click();
    await panel(agent).getByRole('button', { name: 'Escalate…' }).click();
    const form = agent.getByRole('group', { name: 'Escalate' });
    await form.getByRole('combobox', { name: 'Reason' }).selectOption({ label: 'Billing' });
    await form.getByRole('textbox', { name: 'Note' }).fill('Charged twice');
    await onePane(agent, 'conversation');
    await accessible(agent);
    await form.getByRole('button', { name: 'Escalate' }).click();
    await panel(agent).getByRole('button', { name: 'Close the action panel' }).click();
    await expect(log(agent, name).getByText('Charged twice')).toBeVisible();
    await agent.getByRole('button', { name: 'Back' }).click();
    await onePane(agent, 'list');

    const office = await people.enter(ana, { viewport });
    await onePane(office, 'list');
    await accessible(office);
    await row(office, name).click();
    await onePane(office, 'conversation');
    await office.getByRole('button', { name: 'Action panel' }).click();
    await panel(office).getByRole('button', { name: 'Assign…' }).click();
    const assign = office.getByRole('group', { name: 'Assign' });
    await assign.getByRole('combobox').selectOption({ index: 1 });
    await assign.getByRole('textbox').fill('@luis please');
    await assign.getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(assign).toHaveCount(0);
    await panel(office).getByRole('button', { name: 'Close…' }).click();
    await office.getByRole('group', { name: 'Close conversation' }).getByRole('button', { name: 'Close conversation' }).click();
    // What lay over the conversation goes with it, and the list, out of sight meanwhile, is as it stands by now.
    await expect(panel(office)).toBeHidden();
    await expect(log(office, name)).toContainText('closed the conversation');
    // The browser's own way back leads to the list as well.
    await office.goBack();
    await onePane(office, 'list');
    await expect(row(office, name)).toHaveCount(0);
    await expect(office.getByRole('button', { name: /update/ })).toHaveCount(0);
    await expect(office.getByRole('button', { name: /^Closed, 0 of [12] unanswered/ })).toBeVisible();
  });
}

test('40: on a telephone the composer of somebody else’s conversation leaves three quarters to the rest, and the way back may be gone from within it', async ({ people, program }) => {
  const customer = await Caller.customer(program, 'sonrisas-web', 'Nuria');
  await customer.says('I want to talk to a person');
  const agent = await Caller.member(program, maria);
  await agent.post(`/conversations/${customer.id}/messages`, { text: 'Hello Nuria' });
  // In Spanish, whose words are the longer, and under a finger, which needs the larger buttons.
  const page = await people.enter(ana, { viewport: { width: 360, height: 740 }, locale: 'es-PR', hasTouch: true, isMobile: true });
  await row(page, 'Nuria').click();
  const composer = page.getByRole('region', { name: 'Escribir' });
  await expect(composer.getByText('María López atiende esto. Al enviar usted toma el control hasta que se cierre.')).toBeVisible();
  await expect(composer.getByText('Clínica Dental Sonrisas', { exact: true })).toBeVisible();
  await expect(composer.getByRole('button', { name: 'Tomar control y enviar' })).toBeVisible();
  expect((await composer.boundingBox())?.height).toBeLessThanOrEqual(740 / 4);
  await onePane(page, 'conversation');
  await reply(page, 'Nuria').focus();
  await page.goBack();
  await onePane(page, 'list');
});

test('40: the widget’s loader is at most 8 KB, and nothing on its page shifts', async ({ people, program }) => {
  const page = await people.stranger();
  const loader = await (await page.request.get(`${program.url}/widget.js`)).body();
  expect(gzipSync(loader).length).toBeLessThanOrEqual(8 * 1024);
  const shop = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><title>Shop</title><h1>Shop</h1><p>${'Shoes and hats. '.repeat(200)}</p><script async src="${program.url}/widget.js" data-channel="sonrisas-web"></script>`);
  });
  await new Promise<void>((ready) => shop.listen(0, '127.0.0.1', ready));
  const address = shop.address();
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    // What moves under somebody's own click is what they asked for.
    new PerformanceObserver((list) => {
      for (const one of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[]) if (!one.hadRecentInput) shifts.push(one.value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  await expect(page.locator('iframe')).toHaveCount(0);
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await expect(page.frameLocator('iframe[title="Chat"]').getByLabel('Your message')).toBeVisible();
  await page.getByRole('button', { name: 'Close the chat' }).click();
  await expect(page.getByRole('dialog', { name: 'Chat' })).toBeHidden();
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
  shop.close();
});
