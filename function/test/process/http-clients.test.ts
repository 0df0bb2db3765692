// The main job by clients that were not made here, each used as its documentation says.
import { execFile } from 'node:child_process';
import { createReadStream, openAsBlob, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import axios from 'axios';
import { CloudEvent, HTTP, type Message } from 'cloudevents';
import * as undici from 'undici';
import { describe, expect, it } from 'vitest';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { installClients, runCloudEventsSteps, runSteps } from '../clients/python.ts';

const MODEL = 'cats-vs-dogs';
const PHOTO = path.join(import.meta.dirname, '../../samples/chelsea.png');
const photo = readFileSync(PHOTO);
const TIMEOUT_MS = 60_000;

const server = serverUnderTest();
const hasPython = await installClients();
const run = promisify(execFile);

const tensor = { name: 'image', datatype: 'BYTES', shape: [1], data: [photo.toString('base64')] };
const predict = () => `${server.url}/predict`;
const infer = () => `${server.url}/v2/models/${MODEL}/infer`;
const firstOf = ({ outputs }: { outputs: { data: unknown[] }[] }) => outputs[0]?.data[0];

async function photoForm<Form extends FormData | undici.FormData>(form: Form): Promise<Form> {
  form.append('file', await openAsBlob(PHOTO), 'chelsea.png');
  return form;
}

describe('axios', () => {
  it.each<[string, () => Promise<unknown>]>([
    [
      'a form that is a stream',
      async () => (await axios.postForm(predict(), { file: createReadStream(PHOTO) })).data.prediction,
    ],
    ['a form', async () => (await axios.post(predict(), await photoForm(new FormData()))).data.prediction],
    [
      'the body',
      async () =>
        (await axios.post(predict(), photo, { headers: { 'Content-Type': 'image/png' } })).data.prediction,
    ],
    ['v2', async () => firstOf((await axios.post(infer(), { inputs: [tensor], outputs: null })).data)],
  ])('sends %s', async (_, send) => {
    expect(await send()).toBe('cat');
  });
});

describe('undici', () => {
  const post = async (url: string, body: string | Buffer | undici.FormData, headers = {}) => {
    const answer = await undici.request(url, { method: 'POST', body, headers });
    return (await answer.body.json()) as { prediction: string; outputs: { data: unknown[] }[] };
  };
  it.each<[string, () => Promise<unknown>]>([
    ['a form', async () => (await post(predict(), await photoForm(new undici.FormData()))).prediction],
    ['the body', async () => (await post(predict(), photo)).prediction],
    [
      'v2',
      async () =>
        firstOf(
          await post(infer(), JSON.stringify({ inputs: [tensor] }), { 'content-type': 'application/json' }),
        ),
    ],
  ])('sends %s', async (_, send) => {
    expect(await send()).toBe('cat');
  });
});

describe('cloudevents for JavaScript', () => {
  const event = new CloudEvent<Uint8Array>({
    id: '1',
    type: 'photo.uploaded',
    source: '/my%20photos',
    subject: '100%.png',
    datacontenttype: 'image/png',
    data: photo,
  });
  it.each<[string, () => Message]>([
    ['binary', () => HTTP.binary(event)],
    ['structured', () => HTTP.structured(event)],
  ])('sends an event in %s mode, and reads the answer', async (_, message) => {
    const { headers, body } = message();
    const answer = await fetch(`${server.url}/events`, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: body as Uint8Array<ArrayBuffer>,
    });
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    const found = HTTP.toEvent({ headers: Object.fromEntries(answer.headers), body: text });
    // It does not decode the header.
    expect(found).toMatchObject({ data: { prediction: 'cat' }, causationid: '1', subject: '100%25.png' });
  });
});

describe.runIf(hasPython)('Python', () => {
  it(
    'sends it by requests, httpx and cloudevents',
    async () => {
      const { 'event id': id, ...outcomes } = await runSteps<Record<string, { value: unknown }>>(
        'http_steps.py',
        server.url,
        MODEL,
        PHOTO,
      );
      const answer = { prediction: 'cat', type: 'cats-vs-dogs.prediction', causationid: id!.value };
      const expected = Object.keys(outcomes).map((step) => [
        step,
        { value: step.startsWith('cloudevents') ? answer : 'cat' },
      ]);
      expect(expected).toHaveLength(11);
      expect(outcomes).toEqual(Object.fromEntries(expected));
    },
    TIMEOUT_MS,
  );

  it(
    'sends it by version 2 of cloudevents',
    async () => {
      const answer = {
        prediction: 'cat',
        id: expect.stringMatching(/^[\da-f]{32}$/),
        subject: 'Mäuschen "7" 100%.png',
        causationid: '1',
      };
      expect(await runCloudEventsSteps('cloudevents_steps.py', server.url, PHOTO)).toEqual({
        binary: answer,
        structured: answer,
      });
    },
    TIMEOUT_MS,
  );
});

// No file of the project installs them, so they are tried where they are.
const languages: [name: string, command: string, args: string[]][] = [
  ['Java', 'java', ['Client.java']],
  ['Go', 'go', ['run', 'client.go']],
];

describe.each(languages)('%s', (_name, command, args) => {
  it(
    'sends it by the client of its own',
    async ({ skip }) => {
      const cwd = path.join(import.meta.dirname, '../clients/languages');
      const env = { ...process.env, GO111MODULE: 'off', GOTOOLCHAIN: 'local' };
      const found = await run(command, [...args, server.url, MODEL, PHOTO], { cwd, env }).catch((thrown) => {
        if (thrown.code !== 'ENOENT') throw thrown;
        console.warn(`SKIPPED, for there is no ${command} here`);
        return skip();
      });
      expect(JSON.parse(found.stdout)).toEqual({
        'a form': 'cat',
        'the body': 'cat',
        'a stream': 'cat',
        'the body, if told': 'cat',
        v2: 'cat',
        'an event': 'cat',
      });
    },
    TIMEOUT_MS,
  );
});
