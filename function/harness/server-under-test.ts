import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type BuiltServer, type Environment, startServer } from './built-server.ts';
import { type Answer, exchange, requestBytes } from './exchange.ts';
import { CHELSEA_JPEG } from './photos.ts';

/** The container's memory limit: a server above it would be killed there. */
export const MEMORY_LIMIT_BYTES = 256 * 1024 * 1024;

export interface ServerUnderTest extends Pick<BuiltServer, 'port' | 'url' | 'output' | 'peakRssBytes'> {
  /** `POST /predict` with the photo itself as the body. */
  predict(photo: Buffer, headers?: Record<string, string>): Promise<Answer>;
  /** Any request in one piece, with its first answer. */
  request(method: string, path: string, headers?: Record<string, string>, body?: Buffer): Promise<Answer>;
}

/**
 * One server process for a test file. Whatever a test did to it, afterwards a good photo is
 * answered with 200, and its memory has stayed below the container's limit, which is the kernel's to hold in a container.
 */
export function serverUnderTest(env: Environment = {}): ServerUnderTest {
  let server: BuiltServer | undefined;
  const current = (): BuiltServer => {
    if (!server) throw new Error('the server is only there inside tests');
    return server;
  };
  const request: ServerUnderTest['request'] = async (method, path, headers = {}, body) => {
    const { answers } = await exchange(current().port, requestBytes(method, path, headers, body), {
      answers: 1,
    });
    const [answer] = answers;
    if (!answer) throw new Error(`${method} ${path}: the connection ended without an answer`);
    return answer;
  };
  const predict: ServerUnderTest['predict'] = (photo, headers = {}) =>
    request('POST', '/predict', { 'Content-Type': 'application/octet-stream', ...headers }, photo);

  beforeAll(async () => {
    server = await startServer(env);
  });
  afterEach(async () => {
    const answer = await predict(CHELSEA_JPEG);
    expect(`${answer.status} ${answer.body.toString('utf8')}`).toMatch(/^200 .*"prediction":"cat"/);
    // A limit counts less than the resident set: of the mapped files it takes back what it needs.
    if (!current().memoryIsLimited) expect(current().peakRssBytes()).toBeLessThan(MEMORY_LIMIT_BYTES);
  });
  afterAll(async () => {
    if (!server) return; // its start has failed and said so
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });

  return {
    get port() {
      return current().port;
    },
    get url() {
      return current().url;
    },
    output: () => current().output(),
    peakRssBytes: () => current().peakRssBytes(),
    predict,
    request,
  };
}
