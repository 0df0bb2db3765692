import path from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { CHELSEA_PNG } from '../../../function/harness/photos.ts';
import { serverUnderTest } from '../../../function/harness/server-under-test.ts';
import { chromiumPath, launch, NO_BROWSER, openPage } from '../../../function/test/web/browser.ts';

const TIMEOUT_MS = 60_000;
const server = serverUnderTest();
const executablePath = chromiumPath();
if (executablePath === undefined) console.warn(`SKIPPED: the client in a browser: ${NO_BROWSER}`);

it.skipIf(executablePath === undefined)(
  'a browser runs the client, and a bundler needs no module of Node.js for it',
  async () => {
    const { outputFiles, warnings } = await build({
      entryPoints: [path.join(import.meta.dirname, '../src/index.ts')],
      bundle: true,
      format: 'iife',
      globalName: 'clientPackage',
      platform: 'browser',
      write: false,
    });
    expect(warnings).toEqual([]);
    const browser = await launch(executablePath!);
    try {
      const { page } = await openPage(browser, server.url, { bypassCSP: true });
      await page.addScriptTag({ content: outputFiles[0]!.text });
      const found = await page.evaluate(async (base64) => {
        const { clientPackage } = globalThis as unknown as {
          clientPackage: typeof import('../src/index.ts');
        };
        const client = clientPackage.createClient({ baseUrl: location.origin });
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const { prediction } = await client.predict(new File([bytes], 'chelsea.png'));
        const path = await client.predict('chelsea.png').catch((error: Error) => error.message);
        return { prediction, batch: (await client.predictBatch([bytes])).length, path };
      }, CHELSEA_PNG.toString('base64'));
      expect(found).toEqual({
        prediction: 'cat',
        batch: 1,
        path: 'A path needs Node.js 20.16 or newer. Elsewhere give a Blob or the bytes.',
      });
    } finally {
      await browser.close();
    }
  },
  TIMEOUT_MS,
);
