import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { cliFile, root } from '../names.ts';
import { parseReference, resolveDigest } from '../registry.ts';

const INDEX = '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}';
const DIGEST = `sha256:${createHash('sha256').update(INDEX).digest('hex')}`;
const OTHER_DIGEST = `sha256:${'0'.repeat(64)}`;

/** A registry that gives tokens to everybody, and has one index under `base/node:24`. */
let toldDigest: string | undefined;
let registry: string;
const asked: string[] = [];
const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  const url = new URL(request.url ?? '', `http://${registry}`);
  asked.push(`${request.method} ${url.pathname}${url.search}`);
  if (url.pathname === '/token') {
    response.end(JSON.stringify({ token: 'for-everybody' }));
    return;
  }
  if (url.pathname.startsWith('/v2/private/')) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="members"' }).end();
    return;
  }
  if (request.headers.authorization !== 'Bearer for-everybody') {
    const challenge = `Bearer realm="http://${registry}/token",service="test",scope="repository:base/node:pull"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
    return;
  }
  if (url.pathname === '/v2/broken/node/manifests/24') {
    response.writeHead(500).end();
    return;
  }
  if (url.pathname !== '/v2/base/node/manifests/24') {
    response.writeHead(404).end();
    return;
  }
  expect(request.headers.accept).toContain('application/vnd.oci.image.index.v1+json');
  response.writeHead(200, toldDigest === undefined ? {} : { 'docker-content-digest': toldDigest }).end(INDEX);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  registry = `127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
});
afterAll(() => server.close());
beforeEach(() => {
  toldDigest = DIGEST;
  asked.length = 0;
});

describe('the name of an image in its parts', () => {
  it.each([
    ['node:24', { registry: 'docker.io', repository: 'library/node', tag: '24' }],
    ['someone/node:24', { registry: 'docker.io', repository: 'someone/node', tag: '24' }],
    ['docker.io/library/node:24', { registry: 'docker.io', repository: 'library/node', tag: '24' }],
    ['docker.io/node:24', { registry: 'docker.io', repository: 'library/node', tag: '24' }],
    ['gcr.io/a/b:nonroot', { registry: 'gcr.io', repository: 'a/b', tag: 'nonroot' }],
    ['localhost/a:1', { registry: 'localhost', repository: 'a', tag: '1' }],
    ['localhost:5000/a:1', { registry: 'localhost:5000', repository: 'a', tag: '1' }],
    ['gcr.io/a:1@sha256:0', { registry: 'gcr.io', repository: 'a', tag: '1', digest: 'sha256:0' }],
  ])('%s', (text, parts) => expect(parseReference(text)).toEqual(parts));

  it.each(['node', 'localhost:5000/node', 'node@sha256:0'])('%s has no tag', (text) =>
    expect(() => parseReference(text)).toThrow('has no tag'),
  );
});

describe('the digest of a tag', () => {
  const resolve = (name: string) => resolveDigest(parseReference(`${registry}/${name}`));

  it('is that of what the registry sends, with a token that everybody gets', async () => {
    expect(await resolve('base/node:24')).toBe(DIGEST);
    expect(asked).toEqual([
      'GET /v2/base/node/manifests/24',
      'GET /token?service=test&scope=repository%3Abase%2Fnode%3Apull',
      'GET /v2/base/node/manifests/24',
    ]);
  });

  it('needs no word of the registry', async () => {
    toldDigest = undefined;
    expect(await resolve('base/node:24')).toBe(DIGEST);
  });

  it('that the registry names for something else is refused', async () => {
    toldDigest = OTHER_DIGEST;
    await expect(resolve('base/node:24')).rejects.toThrow(/names sha256:0+, but what it sent .* is sha256:/);
  });

  it.each([
    ['a tag that is not there', 'base/node:25', /has no base\/node:25/],
    ['a registry that fails', 'broken/node:24', /answers 500/],
    ['a registry for members', 'private/node:24', /wants an account: Basic realm="members"/],
  ])('of %s is told', async (_, name, message) => {
    await expect(resolve(name)).rejects.toThrow(message);
  });

  it('of a registry that cannot be reached is told', async () => {
    const reference = parseReference(`127.0.0.1:${await freePort()}/base/node:24`);
    await expect(resolveDigest(reference)).rejects.toThrow(
      /^127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/,
    );
  });
});

describe('npx . image pin', () => {
  let file: string;
  const pin = (): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const args = [cliFile, 'image', 'pin', '--file', file];
      execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      });
    });
  const dockerfile = (reference: string): string =>
    `# Base images\nARG NODE_IMAGE=${reference}\n\nFROM \${NODE_IMAGE}\nARG VERSION=unknown\n`;
  beforeEach(() => {
    file = path.join(mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-pin-')), 'Dockerfile');
  });
  afterEach(() => rmSync(path.dirname(file), { recursive: true }));

  it.each([
    ['a tag', ''],
    ['a tag with an old digest', `@${OTHER_DIGEST}`],
    ['what is pinned', `@${DIGEST}`],
  ])('pins %s, and changes nothing else', async (_, before) => {
    writeFileSync(file, dockerfile(`${registry}/base/node:24${before}`));
    const { code, stdout } = await pin();
    expect(readFileSync(file, 'utf8')).toBe(dockerfile(`${registry}/base/node:24@${DIGEST}`));
    expect(stdout).toMatch(/^NODE_IMAGE=\S+@sha256:[0-9a-f]{64}( \(as before\))?\n$/);
    expect(code).toBe(0);
  });

  it.each([
    [
      'a tag that is not there',
      () => dockerfile(`${registry}/base/node:25`),
      /image pin: .*has no base\/node:25/,
    ],
    ['no base image', () => 'FROM scratch\n', /has no line ARG/],
  ])('of %s says so, ends with 1 and leaves the file', async (_, content, message) => {
    writeFileSync(file, content());
    const { code, stderr } = await pin();
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(content());
  });
});
