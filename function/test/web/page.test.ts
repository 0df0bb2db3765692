import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { REPOSITORY_ROOT } from '../../harness/built-server.ts';
import { drawnHeic } from '../../harness/corpus/heic.ts';
import { CHELSEA_JPEG, CHELSEA_PNG, flatOfSize } from '../../harness/photos.ts';
import {
  chromiumPath,
  expectAccessible,
  keepPicture,
  NO_BROWSER,
  openPage,
  pagesUnderTest,
} from './browser.ts';

const MAX_PAGE_BYTES = 40_000;
const executablePath = chromiumPath();
if (executablePath === undefined) console.warn(`SKIPPED: the tests of the page in a browser: ${NO_BROWSER}`);

const cat = { name: 'chelsea.jpg', mimeType: 'image/jpeg', buffer: CHELSEA_JPEG };
const wall = { name: 'wall.png', mimeType: 'image/png', buffer: await flatOfSize(300, 200).png().toBuffer() };
const heic = { name: 'IMG_0001.HEIC', mimeType: '', buffer: drawnHeic('chelsea') };

it('the page takes less than 40 kB, all that a visit loads together', () => {
  const files = ['index.html', 'page.css', 'page.js'];
  const parts = files.map((file) => readFileSync(path.join(REPOSITORY_ROOT, 'dist/function/web', file)));
  expect(parts.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(MAX_PAGE_BYTES);
  expect(gzipSync(Buffer.concat(parts)).length).toBeLessThan(MAX_PAGE_BYTES * 0.4);
});

describe.skipIf(executablePath === undefined)('the page in Chromium', () => {
  const { server, browser, open } = pagesUnderTest(executablePath);

  const cards = (page: Page) => page.locator('.card');
  const verdict = (card: Locator) => card.locator('.verdict');

  async function expectCat(card: Locator): Promise<void> {
    await expect.poll(() => verdict(card).textContent(), { timeout: 10_000 }).toBe('A cat');
    expect(await card.locator('[role=meter]').getAttribute('aria-valuenow')).toMatch(/^99\.\d$/);
    expect(await card.locator('details').textContent()).toMatch(
      /Answeredin [\d.]+ m?s by cats-vs-dogs \d+\.\d+\.\d+/,
    );
  }

  /** Hands the photo to the page as a drop on it. */
  async function drop(page: Page, type: string, bytes: Buffer): Promise<void> {
    const transfer = await page.evaluateHandle(
      ([mediaType, base64]) => {
        const data = new DataTransfer();
        const content = Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0));
        if (mediaType === 'text') data.setData('text/plain', 'hello');
        else data.items.add(new File([content], 'dropped.jpg', { type: mediaType! }));
        return data;
      },
      [type, bytes.toString('base64')],
    );
    await page.dispatchEvent('#intake', 'dragenter', { dataTransfer: transfer });
    expect(await page.locator('#intake').getAttribute('class')).toContain('over');
    await page.dispatchEvent('#intake', 'drop', { dataTransfer: transfer });
    expect(await page.locator('#intake').getAttribute('class')).not.toContain('over');
  }

  it('says what it is for, and nothing that axe finds is wrong', async () => {
    const page = await open();
    expect(await page.title()).toBe('Cat or dog?');
    await expectAccessible(page);
    await keepPicture(page, 'empty');
  });

  it('answers a photo that was chosen, and shows it at once, before it is answered', async () => {
    const page = await open();
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/predict*', async (route) => {
      await held;
      await route.continue();
    });
    await page.setInputFiles('#choose', cat);
    const card = cards(page).first();
    await expect
      .poll(() => card.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(451);
    expect(await verdict(card).textContent()).toBe('Looking…');
    answer();
    await expectCat(card);
    expect(await card.locator('[role=meter]').getAttribute('aria-valuetext')).toMatch(/ %$/);
    expect(await page.locator('#status').textContent()).toMatch(/^chelsea\.jpg: A cat\. [\w. ]+% sure/);
    expect(await page.locator('#model').textContent()).toMatch(/^cats-vs-dogs /);
    await expectAccessible(page);
  });

  it('shows why: a heat map fades in over the photo, as large as it, and goes at the press of a button', async () => {
    const page = await open();
    await page.setInputFiles('#choose', cat);
    const card = cards(page).first();
    await expectCat(card);
    const map = card.locator('canvas');
    const opacity = () => map.evaluate((canvas) => Number(getComputedStyle(canvas).opacity));
    await expect.poll(opacity, { timeout: 5000 }).toBe(1);
    const [photo, heat] = [await card.locator('img').boundingBox(), await map.boundingBox()];
    expect(heat).toEqual(photo);
    // Something is warm and something is not.
    const alphas = await map.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return [...data].filter((_, index) => index % 4 === 3);
    });
    expect(Math.max(...alphas)).toBeGreaterThan(150);
    expect(Math.min(...alphas)).toBe(0);
    await keepPicture(page, 'heat-map');
    await card.getByRole('button', { name: 'Hide why' }).click();
    await expect.poll(opacity, { timeout: 5000 }).toBe(0);
    expect(await card.getByRole('button', { name: 'Show why' }).count()).toBe(1);
    await keepPicture(page, 'desktop');
  });

  it('tells which photo was judged', async () => {
    const page = await open();
    await page.setInputFiles('#choose', cat);
    const card = cards(page).first();
    await expectCat(card);
    await card.locator('summary').click();
    const { createHash } = await import('node:crypto');
    expect(await card.locator('dl').textContent()).toContain(
      createHash('sha256').update(CHELSEA_JPEG).digest('hex'),
    );
    await expectAccessible(page);
  });

  it('has a sample for who has no photo at hand', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Try a sample' }).click();
    await expectCat(cards(page).first());
  });

  it('answers a photo that was dropped', async () => {
    const page = await open();
    await drop(page, 'image/jpeg', CHELSEA_JPEG);
    await expectCat(cards(page).first());
  });

  it('says what to do with what is dropped and is no photo', async () => {
    const page = await open();
    await drop(page, 'text', Buffer.alloc(0));
    expect(await page.locator('#message').textContent()).toMatch(/no photo.*Save the picture/);
    expect(await cards(page).count()).toBe(0);
    await expectAccessible(page);
  });

  it('answers a photo that was pasted', async () => {
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.evaluate(async (base64) => {
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      await navigator.clipboard.write([
        new ClipboardItem({ 'image/png': new Blob([content], { type: 'image/png' }) }),
      ]);
    }, CHELSEA_PNG.toString('base64'));
    await page.keyboard.press('Control+V');
    await expectCat(cards(page).first());
  });

  it('offers the camera of a phone, and answers what it took', async () => {
    const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    expect(await page.locator('.camera').isVisible()).toBe(true);
    expect(await page.locator('#camera').getAttribute('capture')).toBe('environment');
    await page.setInputFiles('#camera', cat);
    await expectCat(cards(page).first());
    await keepPicture(page, 'phone', { fullPage: false });
  });

  it('needs no mouse', async () => {
    const page = await open();
    // Long before it is pressed for: Playwright must have taken the place of the browser's dialog by then.
    const chosen = page.waitForEvent('filechooser');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('choose');
    await page.keyboard.press('Enter');
    const chooser = await chosen;
    expect(chooser.isMultiple()).toBe(true);
    await chooser.setFiles(cat);
    const card = cards(page).first();
    await expectCat(card);
    // The focus is at the new card.
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('card');
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe('Hide why');
    await page.keyboard.press('Space');
    expect(await focused()).toBe('Show why');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await card.locator('details').getAttribute('open')).not.toBeNull();
  });

  it('answers several at once, each by its own', async () => {
    const page = await open();
    await page.setInputFiles('#choose', [cat, wall, { ...cat, name: 'again.jpg' }, heic]);
    await expect
      .poll(() => page.locator('#status').textContent(), { timeout: 10_000 })
      .toMatch(/^4: 3 cats, 1 neither/);
    const said = await page
      .locator('.tile')
      .evaluateAll((all) =>
        all.map((tile) =>
          ['.tile-name', '.tile-answer'].map((part) => tile.querySelector(part)!.textContent),
        ),
      );
    expect(said).toEqual([
      ['chelsea.jpg', expect.stringMatching(/^Cat 99\.\d %$/)],
      ['wall.png', 'Neither'],
      ['again.jpg', expect.stringMatching(/^Cat 99\.\d %$/)],
      ['IMG_0001.HEIC', expect.stringMatching(/^Cat (> )?9\d\.\d %$/)],
    ]);
    await expectAccessible(page);
    await keepPicture(page, 'several');
  });

  it('says of what is no pet that it is none, and why a person should look', async () => {
    const page = await open();
    await page.setInputFiles('#choose', wall);
    const card = cards(page).first();
    await expect.poll(() => verdict(card).textContent()).toBe('Probably neither a cat nor a dog');
    // No share of cat or dog, which would mean nothing.
    expect(await card.locator('[role=meter]').count()).toBe(0);
    expect(await card.locator('.state > p').allTextContents()).not.toContain('%');
    expect(await card.locator('.note').textContent()).toMatch(/^Not a pet: /);
    await expectAccessible(page);
  });

  it('scales a large photo down before it is sent, and says so', async () => {
    const page = await open();
    const noise = { type: 'gaussian', mean: 0, sigma: 12 } as const;
    const grain = await sharp({
      create: { width: 3200, height: 2130, channels: 3, background: '#000', noise },
    })
      .png()
      .toBuffer();
    const large = await sharp(CHELSEA_PNG)
      .resize(3200, 2130, { fit: 'fill' })
      .composite([{ input: grain, blend: 'add' }])
      .jpeg({ quality: 95 })
      .toBuffer();
    expect(large.length).toBeGreaterThan(1e6);
    const before = server().output().length;
    await page.setInputFiles('#choose', { ...cat, buffer: large });
    const card = cards(page).first();
    await expectCat(card);
    expect(await card.textContent()).toMatch(
      /Sent smaller: 3200 × 2130 → 1024 × 682 pixels, [\d.]+ MB → \d+ kB/,
    );
    const sentBytes = Number(/"bytes_in":(\d{2,})/.exec(server().output().slice(before))?.[1]);
    expect(sentBytes).toBeGreaterThan(10_000);
    expect(sentBytes).toBeLessThan(large.length / 4);
  });

  it('turns a photo as its EXIF says before it is scaled', async () => {
    const page = await open();
    const turned = await sharp(CHELSEA_PNG)
      .rotate(90)
      .resize(1500, 2255, { fit: 'fill' })
      .withMetadata({ orientation: 8 })
      .jpeg({ quality: 100 })
      .toBuffer();
    expect(turned.length).toBeGreaterThan(400_000);
    await page.setInputFiles('#choose', { ...cat, buffer: turned });
    await expectCat(cards(page).first());
    expect(await cards(page).first().textContent()).toMatch(/2255 × 1500 → 1024 × 681/);
  });

  it('answers a HEIC photo that this browser cannot show', async () => {
    const page = await open();
    await page.setInputFiles('#choose', heic);
    const card = cards(page).first();
    await expectCat(card);
    expect(await card.locator('.no-preview').textContent()).toBe('This browser cannot show this photo.');
    await expectAccessible(page);
  });

  it('says of a photo of a type that is not accepted what to do', async () => {
    const page = await open({}, /415/);
    await page.setInputFiles('#choose', { ...heic, buffer: Buffer.from('%PDF-1.7\n') });
    const card = cards(page).first();
    await expect.poll(() => verdict(card).textContent()).toBe('No answer');
    expect(await card.locator('.note.error').textContent()).toMatch(/PDF.*Send the photo itself/);
    expect(await card.locator('.no-preview').textContent()).toBe('This browser cannot show this photo.');
    expect(await card.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await expectAccessible(page);
    await keepPicture(page, 'error');
  });

  it('says of a damaged photo that it is damaged', async () => {
    const page = await open({}, /422/);
    await page.setInputFiles('#choose', { ...cat, buffer: CHELSEA_JPEG.subarray(0, 4000) });
    const error = cards(page).first().locator('.note.error');
    await expect.poll(() => error.textContent()).toMatch(/damaged or incomplete. Try the original/);
  });

  it('is patient with a slow network, and says so', async () => {
    const page = await open();
    const { connection, restore } = await throttled(page);
    await page.setInputFiles('#choose', {
      ...cat,
      buffer: await sharp(CHELSEA_PNG).jpeg({ quality: 100 }).toBuffer(),
    });
    const card = cards(page).first();
    await expect.poll(() => card.textContent(), { timeout: 8000 }).toMatch(/This takes longer than usual/);
    await keepPicture(page, 'slow');
    await restore();
    await expectCat(card);
    await connection.detach();
  });

  it('says that it is offline, and asks again by itself when it is back', async () => {
    const page = await open({}, /ERR_INTERNET_DISCONNECTED/);
    await page.context().setOffline(true);
    await page.setInputFiles('#choose', cat);
    const card = cards(page).first();
    await expect.poll(() => card.locator('.note.error').textContent()).toMatch(/^You are offline/);
    expect(await card.locator('img').count()).toBe(1);
    await keepPicture(page, 'offline');
    await page.context().setOffline(false);
    await expectCat(card);
  });

  it('says that the function cannot be reached, and asks again when told', async () => {
    const page = await open({}, /ERR_CONNECTION_REFUSED/);
    await page.route('**/predict*', (route) => route.abort('connectionrefused'));
    await page.setInputFiles('#choose', cat);
    const card = cards(page).first();
    await expect.poll(() => card.locator('.note.error').textContent()).toMatch(/cannot be reached/);
    await page.unroute('**/predict*');
    await card.getByRole('button', { name: 'Try again' }).click();
    await expectCat(card);
  });

  it('waits while the function is busy, and asks again', async () => {
    const page = await open({}, /503/);
    let refusals = 0;
    await page.route('**/predict*', async (route) => {
      if (refusals >= 2) return route.continue();
      refusals += 1;
      const body = JSON.stringify({ code: 'overloaded', detail: 'busy', status: 503 });
      await route.fulfill({ status: 503, contentType: 'application/problem+json', body });
    });
    await page.setInputFiles('#choose', cat);
    await expectCat(cards(page).first());
    expect(refusals).toBe(2);
  });

  it('is whole at 320 px, in the dark and without motion', async () => {
    const page = await open({
      viewport: { width: 320, height: 640 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
    });
    await page.setInputFiles('#choose', cat);
    await expectCat(cards(page).first());
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await keepPicture(page, 'narrow-dark');
  });

  it('is whole at 320 px, and in the dark on a desktop', async () => {
    const page = await open({ viewport: { width: 320, height: 640 } });
    await page.setInputFiles('#choose', cat);
    await expectCat(cards(page).first());
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    // The card cuts off what is too wide for it.
    expect(
      await page.locator('.said').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
    ).toBe(0);
    await expectAccessible(page);
    await keepPicture(page, 'narrow');
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
    await keepPicture(page, 'dark');
  });

  it('leads to what is known of the model, as a page', async () => {
    const page = await open({ viewport: { width: 390, height: 844 } });
    await page.getByRole('link', { name: 'what is known of it' }).click();
    expect(await page.locator('h1').textContent()).toMatch(/^cats-vs-dogs \d/);
    expect(await page.locator('td').first().isVisible()).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expectAccessible(page);
    await keepPicture(page, 'model', { fullPage: false });
    await page.getByRole('link', { name: 'Back to the photos' }).click();
    expect(await page.title()).toBe('Cat or dog?');
  });

  it('loads nothing from elsewhere', async () => {
    const { page, context } = await openPage(browser(), 'about:blank');
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(server().url);
    await page.setInputFiles('#choose', cat);
    await expectCat(cards(page).first());
    await context.close();
    // A preview is a blob:, which has no host.
    expect([...hosts].filter(Boolean)).toEqual([new URL(server().url).host]);
  });
});

/** A network of 20 kB a second, until it is restored. */
async function throttled(page: Page) {
  const connection = await page.context().newCDPSession(page);
  await connection.send('Network.enable');
  const limit = (bytesPerSecond: number) =>
    connection.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
  await limit(20_000);
  return { connection, restore: () => limit(-1) };
}
