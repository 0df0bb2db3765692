import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../tools/test/processes.ts';
import { RegistryServer } from '../../tools/test/registry-server.ts';

const registry = new RegistryServer();
let digest: string;
const OTHER_DIGEST = `sha256:${'0'.repeat(64)}`;

beforeAll(async () => {
  await registry.start();
  digest = registry.put('24', 'application/vnd.oci.image.index.v1+json', Buffer.from('{"manifests":[]}'));
});
afterAll(() => registry.stop());

describe('npx . image pin', () => {
  let file: string;
  const pin = () => runCli(['image', 'pin', '--file', file], { PATH: '' });
  const dockerfile = (reference: string): string =>
    `# Base images\nARG NODE_IMAGE=${reference}\n\nFROM \${NODE_IMAGE}\nARG VERSION=unknown\n`;
  beforeEach(() => {
    file = path.join(mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-pin-')), 'Dockerfile');
  });
  afterEach(() => rmSync(path.dirname(file), { recursive: true }));

  it.each([
    ['a tag', () => ''],
    ['a tag with an old digest', () => `@${OTHER_DIGEST}`],
    ['what is pinned', () => `@${digest}`],
  ])('pins %s, and changes nothing else', async (_, before) => {
    writeFileSync(file, dockerfile(`${registry.address}/base/node:24${before()}`));
    const { code, stdout } = await pin();
    expect(readFileSync(file, 'utf8')).toBe(dockerfile(`${registry.address}/base/node:24@${digest}`));
    expect(stdout).toMatch(/^NODE_IMAGE=\S+@sha256:[0-9a-f]{64}( \(as before\))?\n$/);
    expect(code).toBe(0);
  });

  it.each([
    [
      'a tag that is not there',
      () => dockerfile(`${registry.address}/base/node:25`),
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
