import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { predictRequest, runLoad } from '../../../function/bench/load.ts';
import { CHELSEA_JPEG } from '../../../function/harness/photos.ts';
import { freePort } from '../../../tools/free-port.ts';
import { waitUntil } from '../../../tools/wait-until.ts';
import { podman, RESTRICTIONS } from './podman.ts';
import type { TestImages } from './setup.ts';

const READY_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_SECONDS = 5;

const found = inject('images');
const image = () => (found as TestImages).identity.reference;
const sample = readFileSync(new URL('../../../function/samples/chelsea.png', import.meta.url));

interface State {
  Status: string;
  ExitCode: number;
  Pid: number;
  OOMKilled: boolean;
}

/** A restricted container with a published port, as somebody starts it who has read the documentation. */
class Container {
  readonly name: string;
  readonly port: number;
  readonly url: string;

  private constructor(port: number, args: readonly string[], command: readonly string[]) {
    this.port = port;
    this.name = `cats-vs-dogs-test-${process.pid}-${port}`;
    this.url = `http://127.0.0.1:${port}`;
    const publish = ['--publish', `127.0.0.1:${port}:8080`];
    podman('run', '--detach', '--name', this.name, ...publish, ...RESTRICTIONS, ...args, image(), ...command);
  }

  static async start(args: readonly string[] = [], command: readonly string[] = []): Promise<Container> {
    return new Container(await freePort(), args, command);
  }

  async ready(): Promise<this> {
    const isReady = async () => {
      const answer = await fetch(`${this.url}/ready`).catch(() => undefined);
      await answer?.arrayBuffer();
      return answer?.status === 200;
    };
    if (await waitUntil(isReady, { timeoutMs: READY_TIMEOUT_MS, intervalMs: 20 })) return this;
    throw new Error(`the container was not ready in ${READY_TIMEOUT_MS} ms:\n${podman('logs', this.name)}`);
  }

  state(): State {
    return JSON.parse(podman('inspect', '--format', '{{json .State}}', this.name));
  }

  /** Whether the image's own health check passes. */
  healthy(): boolean {
    try {
      podman('healthcheck', 'run', this.name);
      return true;
    } catch {
      return false;
    }
  }

  async predict(photo: Buffer): Promise<{ status: number; body: string }> {
    const headers = { 'content-type': 'application/octet-stream' };
    const answer = await fetch(`${this.url}/predict`, {
      method: 'POST',
      headers,
      body: new Uint8Array(photo),
    });
    return { status: answer.status, body: await answer.text() };
  }

  remove(): void {
    podman('rm', '--force', '--time', '0', this.name);
  }
}

describe.skipIf('missing' in found)('a container of 256 MiB and one CPU that may nothing', () => {
  let container: Container;
  beforeAll(async () => {
    container = await (await Container.start()).ready();
  });
  afterAll(() => container?.remove());

  it('tells the sample cat', async () => {
    const { status, body } = await container.predict(sample);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ prediction: 'cat', is_pet: true, needs_review: false });
  });

  it('is healthy', () => expect(container.healthy()).toBe(true));

  it('answers a burst of 250 photos, and then 8 clients, from one process that nothing kills', async () => {
    const before = container.state();
    const answers = await Promise.all(Array.from({ length: 250 }, () => container.predict(CHELSEA_JPEG)));
    expect([200, 503]).toEqual(expect.arrayContaining([...new Set(answers.map(({ status }) => status))]));
    const request = { bytes: predictRequest(CHELSEA_JPEG, 'burst') };
    const load = await runLoad(container.port, [request], { clients: 8, durationMs: 5000 });
    expect(load.latenciesMs.length).toBeGreaterThan(8);
    expect(container.healthy()).toBe(true);
    expect(container.state()).toMatchObject({ Status: 'running', OOMKilled: false, Pid: before.Pid });
  });

  it('tells the commit that it was built from', async () => {
    const metrics = await (await fetch(`${container.url}/metrics`)).text();
    expect(metrics).toMatch(/^build_info\{.*revision="revision-of-the-test".*\} 1$/m);
  });

  it('warns of nothing', () => {
    const lines = podman('logs', container.name).split('\n');
    expect(lines.filter((line) => !/^\{"level":"info",/.test(line))).toEqual([]);
  });

  it(`ends with 0 within ${STOP_TIMEOUT_SECONDS} s of SIGTERM`, () => {
    podman('stop', '--time', String(STOP_TIMEOUT_SECONDS), container.name);
    expect(container.state()).toMatchObject({ Status: 'exited', ExitCode: 0, OOMKilled: false });
  });
});

describe.skipIf('missing' in found)('a container', () => {
  it('runs as any other user, too', async () => {
    const container = await Container.start(['--user', '123456:0']);
    try {
      expect((await (await container.ready()).predict(sample)).status).toBe(200);
    } finally {
      container.remove();
    }
  });

  it('in which nothing listens is not healthy', async () => {
    const container = await Container.start([], ['--eval', 'setTimeout(() => {}, 1e6)']);
    try {
      expect(container.healthy()).toBe(false);
    } finally {
      container.remove();
    }
  });
});
