import { AxeBuilder } from '@axe-core/playwright';
import { test as base, type BrowserContext, expect, type Page } from '@playwright/test';
import { Program } from './program';
import { password, world } from './world';

export { expect } from '@playwright/test';

/** How somebody's browser differs. */
interface Habits {
  locale?: string;
  colorScheme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
  hasTouch?: boolean;
  isMobile?: boolean;
  /** Without the kept shell, everything comes from the server. */
  serviceWorkers?: 'block';
  /** Another way to the server than the straight one. */
  baseURL?: string;
}

/** The people of a story, each with a browser of their own. */
export interface People {
  /** Somebody with an account, signed in. */
  enter(email: string, habits?: Habits): Promise<Page>;
  /** Somebody with a browser and nothing in it yet. */
  stranger(habits?: Habits): Promise<Page>;
  /** A customer in front of the chat page. */
  customer(channel: string, habits?: Habits): Promise<Page>;
}

interface Fixtures {
  program: Program;
  people: People;
}

/**
 * A story begins with a fresh server and ends with a look at what the browsers complained about: a blocked script or
 * style, or an error that nobody caught, fails the story.
 */
export const test = base.extend<Fixtures>({
  program: async ({}, use, info) => {
    const program = new Program(world);
    await program.start();
    await use(program);
    if (info.status !== info.expectedStatus) console.log(`The program's last words:\n${program.words()}`);
    await program.end();
  },

  people: async ({ browser, program }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    const open = async (habits: Habits): Promise<Page> => {
      const context = await browser.newContext({ baseURL: program.url, locale: 'en-US', ...habits });
      contexts.push(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.stack ?? error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy|TrustedHTML|Uncaught/i.test(message.text())) complaints.push(message.text());
      });
      return page;
    };
    await use({
      stranger: (habits = {}) => open(habits),
      enter: async (email, habits = {}) => {
        const page = await open(habits);
        // The way in has a story of its own: here it is the cookie that counts.
        const answer = await page.request.post('/api/v1/auth/login', { data: { email, password } });
        expect(answer.ok()).toBe(true);
        await page.goto('/');
        await expect(page.getByRole('navigation', { name: /main|principal/i })).toBeVisible();
        return page;
      },
      customer: async (channel, habits = {}) => {
        const page = await open(habits);
        await page.goto(`/chat/${channel}`);
        await expect(page.getByRole('log')).toBeVisible();
        return page;
      },
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(complaints).toEqual([]);
  },
});

/** The same people before one server that all stories of a file share: they keep out of each other's way by names. */
export function sharing(yaml: string = world): typeof test {
  let program: Program;
  const shared = test.extend({ program: async ({}, use) => use(program) });
  shared.beforeAll(async () => {
    program = new Program(yaml);
    await program.start();
  });
  shared.afterAll(() => program.end());
  return shared;
}

/** No rule of WCAG 2.0 to 2.2, A and AA, that a program can check is broken. */
export async function accessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  expect(found).toEqual([]);
}
