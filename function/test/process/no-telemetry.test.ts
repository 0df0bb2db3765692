import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

// ONNX Runtime would keep an id of the machine and a database there, and send its use to its maker.
const home = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-home-'));
const server = serverUnderTest({ HOME: home, TMPDIR: home });
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('a prediction leaves no file behind', async () => {
  await server.predict(CHELSEA_JPEG);
  expect(readdirSync(home, { recursive: true })).toEqual([]);
});
