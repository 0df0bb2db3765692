import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../names.ts';
import { releaseFile } from '../release-files.ts';

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
const CONTENT = 'kind: Namespace\n'.repeat(1000);

let folder: string;
let cacheFolder: string;
let checksumsFile: string;
let server: Server;
let requests: number;
let answer: RequestListener;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-releases-'));
  cacheFolder = path.join(folder, 'cache');
  checksumsFile = path.join(folder, 'checksums.json');
  writeFileSync(checksumsFile, '{}\n');
  requests = 0;
  said.length = 0;
  answer = (_, response) => response.end(CONTENT);
  server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/core.yaml`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const said: string[] = [];
const fetched = () => releaseFile(url, checksumsFile, { cacheFolder, say: (line) => said.push(line) });
const checksums = () => JSON.parse(readFileSync(checksumsFile, 'utf8')) as Record<string, string>;
const leftovers = () =>
  readdirSync(cacheFolder, { recursive: true, encoding: 'utf8' }).filter((name) => /part/.test(name));

describe('a release file', () => {
  it('is fetched once, and what it was is written down', async () => {
    const file = await fetched();
    expect(readFileSync(file, 'utf8')).toBe(CONTENT);
    expect(checksums()).toEqual({ [url]: sha256(CONTENT) });
    const committed = path.relative(root, checksumsFile);
    expect(said).toEqual([`${url} is ${sha256(CONTENT)} from now on: commit ${committed}`]);
    expect(await fetched()).toBe(file);
    expect(requests).toBe(1);
  });

  it('is fetched by the next machine too, when it is what was written down', async () => {
    await fetched();
    rmSync(cacheFolder, { recursive: true });
    expect(readFileSync(await fetched(), 'utf8')).toBe(CONTENT);
    expect(requests).toBe(2);
  });

  it('is refused when it is another one than it was, and not kept', async () => {
    await fetched();
    rmSync(cacheFolder, { recursive: true });
    answer = (_, response) => response.end(`${CONTENT}# and more`);
    await expect(fetched()).rejects.toThrow(
      `is not what it was: its SHA-256 is ${sha256(`${CONTENT}# and more`)}, that of the first time ${sha256(CONTENT)}`,
    );
    expect(readdirSync(path.join(cacheFolder), { recursive: true, encoding: 'utf8' })).not.toContain(
      'core.yaml',
    );
    expect(checksums()).toEqual({ [url]: sha256(CONTENT) });
    expect(leftovers()).toEqual([]);
  });

  it('is fetched again when somebody changed it in the cache', async () => {
    writeFileSync(await fetched(), 'something else');
    expect(readFileSync(await fetched(), 'utf8')).toBe(CONTENT);
    expect(requests).toBe(2);
  });

  it('in the cache counts for nothing when nothing is written down', async () => {
    writeFileSync(await fetched(), 'something else');
    writeFileSync(checksumsFile, '{}');
    expect(readFileSync(await fetched(), 'utf8')).toBe(CONTENT);
  });

  it.each<[string, RequestListener]>([
    [
      'with a length',
      (_, response) => {
        response.writeHead(200, { 'content-length': CONTENT.length });
        response.write(CONTENT.slice(0, 100), () => response.destroy());
      },
    ],
    ['in chunks', (_, response) => void response.write(CONTENT.slice(0, 100), () => response.destroy())],
  ])('that breaks off is no file, %s', async (_, breaks) => {
    answer = breaks;
    await expect(fetched()).rejects.toThrow(/broke off after \d+ .*try again/);
    expect(checksums()).toEqual({});
    expect(leftovers()).toEqual([]);
    answer = (_, response) => response.end(CONTENT);
    expect(readFileSync(await fetched(), 'utf8')).toBe(CONTENT);
  });

  it('that is not there is named, with what to look at', async () => {
    answer = (_, response) => response.writeHead(404).end('not found');
    await expect(fetched()).rejects.toThrow(
      `${url} answers 404: is the version in versions.json a published one?`,
    );
    expect(checksums()).toEqual({});
  });

  it('that cannot be reached is named', async () => {
    server.close();
    await expect(fetched()).rejects.toThrow(`${url} cannot be reached`);
  });
});
