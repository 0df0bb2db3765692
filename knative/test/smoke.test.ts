import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appUnderTest, type Options } from '../../function/harness/app-under-test.ts';
import type { Session } from '../../function/src/model/session.ts';
import { type Answer, type Client, clientOf } from '../../tools/http.ts';
import { smoke } from '../smoke/smoke.ts';

/** A model that says the same of every photo. */
function saying({ cat = 0.99, petScore = 0.9, delayMs = 0 } = {}): Session {
  return {
    async run() {
      await sleep(delayMs);
      return { probabilities: Float32Array.of(cat, 1 - cat), petScore, inferenceMs: 1 };
    },
    async close() {},
  };
}

async function clientOfFunction(options: Options = {}): Promise<Client> {
  const { url } = await appUnderTest({ session: saying(), env: { LOG_LEVEL: 'silent' }, ...options });
  const client = clientOf(new URL('http://cats-vs-dogs.example.com'), new URL(url));
  onTestFinished(() => client.close());
  return client;
}

/** Lets answers to a method and path be other ones. */
function altered(client: Client, path: string, change: (answer: Answer) => Answer): Client {
  return {
    ...client,
    async ask(request) {
      const answer = await client.ask(request);
      return request.path === path ? change(answer) : answer;
    },
  };
}

const json = (answer: Answer, change: (body: Record<string, unknown>) => unknown): Answer => ({
  ...answer,
  body: Buffer.from(JSON.stringify(change(JSON.parse(answer.body.toString())))),
});

const quick = { appearTimeoutMs: 10 };

describe('the smoke test', () => {
  it('lets the function pass, and tells its model and how long a photo takes', async () => {
    const report = await smoke(await clientOfFunction());
    expect(report).toEqual({
      model: { name: 'cats-vs-dogs', version: '1.0.0' },
      medianMs: expect.any(Number),
    });
    expect(report.medianMs).toBeGreaterThan(0);
  });

  it('marks each of its requests, so that a rollout does not count them', async () => {
    const client = await clientOfFunction();
    const tags = new Set<string | undefined>();
    const recording: Client = {
      ...client,
      ask(request) {
        tags.add(request.headers?.['knative-serving-tag']);
        return client.ask(request);
      },
    };
    await smoke(recording);
    expect([...tags]).toEqual(['smoke']);
  });

  it('sends the API key of a function that asks for one', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-keys-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'keys');
    writeFileSync(file, `smoke:${createHash('sha256').update('a-long-key').digest('hex')}\n`);
    const client = await clientOfFunction({ env: { LOG_LEVEL: 'silent', API_KEYS_FILE: file } });
    await expect(smoke(client, { ...quick, apiKey: 'another-key' })).rejects.toThrow('answered 401');
    await expect(smoke(client, { ...quick, apiKey: 'a-long-key' })).resolves.toBeDefined();
  });

  it.each<[string, Options, RegExp]>([
    ['takes cats for dogs', { session: saying({ cat: 0.01 }) }, /a photo in a form of a cat: answered dog/],
    ['takes cats for no pets', { session: saying({ petScore: 0.01 }) }, /a cat is no pet to it/],
    ['is slow', { session: saying({ delayMs: 510 }) }, /half of the predictions took over \d+ ms/],
    ['is not ready', { ready: false }, /GET \/ready answered 503/],
    [
      'fails',
      { session: { ...saying(), run: () => Promise.reject(new Error('no')) } },
      /a photo in a form: answered 500/,
    ],
  ])('stops one that %s', async (_, options, complaint) => {
    const client = await clientOfFunction(options);
    await expect(smoke(client, quick)).rejects.toThrow(complaint);
  });

  it.each<[string, string, (answer: Answer) => Answer, RegExp]>([
    ['names no model', '/ready', (answer) => json(answer, () => ({ status: 'ready' })), /names no model/],
    [
      'answers by another model than is ready',
      '/ready',
      (answer) => json(answer, (body) => ({ ...body, model: { name: 'cats-vs-dogs', version: '2.0.0' } })),
      /answered by model 1\.0\.0, but 2\.0\.0 is ready/,
    ],
    [
      'has an error without a code',
      '/nothing-is-here',
      (answer) => json(answer, ({ code, ...body }) => body),
      /a path that is not there: its code is undefined/,
    ],
    [
      'has an error that is no problem',
      '/nothing-is-here',
      (answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': 'text/html' } }),
      /answered 404 as text\/html, not 404 as application\/problem\+json/,
    ],
    [
      'has an error of another request',
      '/nothing-is-here',
      (answer) => ({ ...answer, headers: { ...answer.headers, 'x-request-id': 'another' } }),
      /its request_id is not that of the header/,
    ],
    [
      'has a page where JSON was',
      '/predict',
      (answer) => ({ ...answer, body: Buffer.from('<html>') }),
      /its answer is not JSON/,
    ],
  ])('stops one that %s', async (_, path, change, complaint) => {
    const client = altered(await clientOfFunction(), path, change);
    await expect(smoke(client, quick)).rejects.toThrow(complaint);
  });

  describe('of certain revisions', () => {
    const answeredBy = (client: Client, revision: string | undefined, path = '/ready') =>
      altered(client, path, (answer) => ({
        ...answer,
        headers: { ...answer.headers, ...(revision !== undefined && { 'x-revision': revision }) },
      }));
    const revisions = ['cats-vs-dogs-00002', 'cats-vs-dogs-00003'];
    const ofRevision = (name: string) => clientOfFunction({ env: { LOG_LEVEL: 'silent', K_REVISION: name } });

    it.each(revisions)('lets %s pass', async (name) => {
      await expect(smoke(await ofRevision(name), { ...quick, revisions })).resolves.toBeDefined();
    });

    it.each([
      ['another one, as of another cluster', 'cats-vs-dogs-00001', 'the revision cats-vs-dogs-00001'],
      ['none, as a gateway that answers itself', undefined, 'no revision'],
    ])('stops answers of %s', async (_, name, found) => {
      const client = answeredBy(await clientOfFunction(), name);
      await expect(smoke(client, { ...quick, revisions })).rejects.toThrow(
        `GET /ready: answered 200 from ${found}, not from cats-vs-dogs-00002 or cats-vs-dogs-00003`,
      );
    });

    it('stops one that changes while it is tried', async () => {
      const client = answeredBy(await ofRevision(revisions[0]!), 'cats-vs-dogs-00001', '/predict');
      await expect(smoke(client, { ...quick, revisions })).rejects.toThrow('POST /predict: answered');
    });
  });

  it('waits for one that is about to be there', async () => {
    const client = await clientOfFunction();
    let asked = 0;
    const late = altered(client, '/ready', (answer) => {
      asked += 1;
      return asked < 3 ? { ...answer, status: 404 } : answer;
    });
    await smoke(late);
    expect(asked).toBe(3);
  });

  it('says of one that cannot be reached where else the gateway may be', async () => {
    const nowhere = clientOf(new URL('http://127.0.0.1:9'));
    await expect(smoke(nowhere, quick)).rejects.toThrow(/ECONNREFUSED.*--gateway/);
  });
});
