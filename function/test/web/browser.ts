import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type BuiltServer, REPOSITORY_ROOT, startServer } from '../../harness/built-server.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium of this machine: CHROMIUM_PATH, or one on the PATH; undefined where there is none. */
export function chromiumPath(): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  if (CHROMIUM_PATH) return CHROMIUM_PATH;
  const folders = PATH.split(path.delimiter);
  return names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => existsSync(file));
}

export const NO_BROWSER =
  'no Chromium is on the PATH (Debian: apt-get install chromium) and CHROMIUM_PATH names none';

export function launch(executablePath: string): Promise<Browser> {
  // A container has neither the user namespaces of Chromium's sandbox nor a large /dev/shm.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

const START_TIMEOUT_MS = 60_000;

/** One server and one Chromium for a test file, and its pages; called where the tests are described. */
export function pagesUnderTest(executablePath: string | undefined) {
  let server: BuiltServer;
  let browser: Browser;
  let close: () => Promise<void> = async () => {};

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launch(executablePath!)]);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(() => close());

  return {
    server: () => server,
    browser: () => browser,

    /** Opens the page; at the end of the test the browser must have had nothing to complain of but `allowed`. */
    async open(options: BrowserContextOptions = {}, allowed = /^$/, url = server.url): Promise<Page> {
      const { page, context, complaints } = await openPage(browser, url, options);
      close = async () => {
        close = async () => {};
        await context.close();
        expect(complaints.filter((complaint) => !allowed.test(complaint))).toEqual([]);
      };
      return page;
    },
  };
}

const screenshots = path.join(REPOSITORY_ROOT, 'test-output', 'page');

/**
 * Keeps what the page looks like, for people to look at. Of the whole page it is taken without the touch screen that is
 * emulated: of a phone only what is seen is taken.
 */
export async function keepPicture(page: Page, name: string, { fullPage = true } = {}): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({
    path: path.join(screenshots, `${name}.png`),
    fullPage,
    animations: 'disabled',
  });
}

/** A page that is open at `url`, with everything that the browser complained of. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { context, page, complaints };
}

/** Fails on everything that axe finds, the best practices included. */
export async function expectAccessible(page: Page): Promise<void> {
  // Not before everything has faded in: colours on the way are nobody's.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  const found = violations.map(({ id, nodes }) => [
    id,
    ...nodes.map(({ failureSummary, html }) => [html, failureSummary]),
  ]);
  expect(found).toEqual([]);
}
