import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CHELSEA_PNG } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { cases, casesFor } from './conformance/cases.ts';
import { connectV2, type V2Server } from './conformance/v2-server.ts';

const { V2_URL, V2_MODEL = 'cats-vs-dogs', V2_INPUT, V2_PHOTO } = process.env;
const photo = V2_PHOTO === undefined ? CHELSEA_PNG : readFileSync(V2_PHOTO);

/** Each case as a test; one that this server cannot be asked shows as skipped. */
function conformance(connect: () => Promise<V2Server>): void {
  for (const entry of cases) {
    it(entry.name, async ({ skip }) => {
      const server = await connect();
      if (!casesFor(server).includes(entry)) skip();
      await entry.check(server);
    });
  }
}

if (V2_URL !== undefined) {
  describe(`the server at ${V2_URL}`, () => {
    conformance(() => connectV2({ url: V2_URL, model: V2_MODEL, input: V2_INPUT, photo }));
  });
}

describe.skipIf(V2_URL !== undefined)('the function', () => {
  const server = serverUnderTest();
  describe.each(['image', 'image_uint8', 'image_fp32'])('with the input %s', (input) => {
    conformance(() => connectV2({ url: server.url, model: V2_MODEL, input, photo }));
  });

  it('is asked every case by one of its inputs', async () => {
    const asked = new Set<string>();
    for (const input of ['image', 'image_uint8', 'image_fp32']) {
      const connected = await connectV2({ url: server.url, model: V2_MODEL, input, photo });
      for (const { name } of casesFor(connected)) asked.add(name);
    }
    expect(cases.filter(({ name }) => !asked.has(name))).toEqual([]);
  });
});

describe.skipIf(V2_URL !== undefined)('the cases', () => {
  it('find a server that answers all the same', async () => {
    const answers: Record<string, object> = {
      '/v2': { name: 'a', version: '1', extensions: ['binary_tensor_data'] },
      '/v2/models/m': {
        name: 'm',
        versions: ['1'],
        platform: 'none',
        inputs: [{ name: 'x', datatype: 'BYTES', shape: [-1] }],
        outputs: [{ name: 'y', datatype: 'FP32', shape: [-1] }],
      },
    };
    const sameForAll = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answers[request.url ?? ''] ?? { model_name: 'other', outputs: [] }));
    }).listen(0, '127.0.0.1');
    await once(sameForAll, 'listening');
    onTestFinished(() => {
      sameForAll.close();
    });
    const { port } = sameForAll.address() as AddressInfo;
    const server = await connectV2({ url: `http://127.0.0.1:${port}`, model: 'm', photo });
    const kept: string[] = [];
    for (const { name, check } of casesFor(server)) {
      await check(server).then(
        () => kept.push(name),
        () => {},
      );
    }
    // What an answer that says nothing cannot break.
    expect(kept).toEqual([
      'GET /v2 tells name, version and extensions',
      'GET /v2/models/M tells platform, inputs and outputs',
    ]);
  });
});
