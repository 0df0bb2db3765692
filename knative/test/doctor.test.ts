import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { emptyFolder, pathWith, runCli } from '../../tools/test/processes.ts';
import { atLeast, isUsed, kindCluster, proxy } from '../doctor/checks.ts';

const help = { linux: 'on Linux', darwin: 'on macOS', win32: 'on Windows' };

afterEach(() => vi.unstubAllEnvs());

describe('npx . doctor', () => {
  it('says on one line each what is wrong and what helps, and ends with 1', async () => {
    const environment = {
      PATH: emptyFolder(),
      XDG_CACHE_HOME: emptyFolder(),
      HTTPS_PROXY: 'http://127.0.0.1:9',
    };
    const { code, stdout, stderr } = await runCli(['doctor'], environment);
    const lines = Object.fromEntries(
      stdout.split('\n').flatMap((line) => {
        const [, result, name, text] = /^(ok|FAIL) +([^:]+): (.*)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, `${result} ${text}`]];
      }),
    );
    expect(lines).toMatchObject({
      'Node.js': expect.stringMatching(/^ok \d+\.\d+\.\d+$/),
      proxy: expect.stringMatching(/^FAIL NO_PROXY leaves out 127\.0\.0\.1 and localhost: .*NO_PROXY/),
      'image builder': expect.stringMatching(/^FAIL podman, buildah or docker is needed/),
      kubectl: expect.stringMatching(/^FAIL kubectl is missing: .*kubernetes/),
      'docker.io': expect.stringMatching(/^FAIL .*set HTTPS_PROXY/),
    });
    expect(stderr).toMatch(/^doctor: .*proxy, image builder, kubectl, kind.*: see above\n$/);
    expect(code).toBe(1);
    const asJson = await runCli(['doctor', '--json'], environment);
    const results = asJson.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results).toContainEqual({
      ...{ check: 'kubectl', ok: false },
      detail: expect.stringMatching(/^kubectl is missing: .*kubernetes/),
    });
    expect(asJson.code).toBe(1);
  });
});

describe('what doctor says', () => {
  it('of too little names what is needed and what helps on this system', () => {
    expect(atLeast(4, 4, 'GB', help)).toBe('4 GB');
    expect(() => atLeast(3.94, 4, 'GB', help)).toThrow(/^3.9 GB, 4 are needed: on (Linux|macOS|Windows)$/);
  });

  it.each([
    [{}, 'none'],
    [{ HTTPS_PROXY: 'http://user:secret@proxy:3128', NO_PROXY: 'localhost,127.0.0.1' }, 'http://proxy:3128'],
    [{ http_proxy: 'http://proxy:3128', no_proxy: '*' }, 'http://proxy:3128'],
  ])('of the proxy in %j is %s', (env, text) => {
    expect(proxy(env)).toBe(text);
  });

  it('of a proxy that would get what is meant for this machine is how to keep that from it', () => {
    expect(() => proxy({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: '.internal,localhost' })).toThrow(
      /^NO_PROXY leaves out 127\.0\.0\.1: .*NO_PROXY ?= ?"?\.internal,localhost,127\.0\.0\.1"?$/,
    );
  });

  it.each([
    ['', 'none: npx . kind full makes one'],
    ['another\trunning\n', 'none: npx . kind full makes one'],
    ['cats-vs-dogs-control-plane\trunning\n', 'runs'],
  ])('of the Kind cluster in %j is %s', async (stdout, text) => {
    vi.stubEnv('PATH', pathWith('podman', { stdout }));
    expect(await kindCluster()).toBe(text);
  });

  it('of a Kind cluster that is stopped is how to start it', async () => {
    vi.stubEnv('PATH', pathWith('podman', { stdout: 'cats-vs-dogs-control-plane\texited\n' }));
    await expect(kindCluster()).rejects.toThrow(
      'its node is there and does not run (exited): podman start cats-vs-dogs-control-plane',
    );
  });

  it('of a port is whether a program listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await isUsed(port)).toBe(true);
    server.close();
    await once(server, 'close');
    expect(await isUsed(port)).toBe(false);
  });
});
