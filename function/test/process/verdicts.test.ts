import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startServer } from '../../harness/built-server.ts';

const verdict = { photo_sha256: 'f'.repeat(64), verdict: 'dog', predicted: 'cat', probability: 0.999 };

it.each(['K_SINK', 'VERDICTS_SINK'])(
  'the built function sends the verdicts that are left to %s when it ends',
  async (name) => {
    const types: unknown[] = [];
    const receiver = createServer((request, response) => {
      // Refused at first, so that the verdict waits when the signal comes.
      if (types.push(request.headers['ce-type']) === 1) response.writeHead(503).end();
      else response.writeHead(202).end();
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    onTestFinished(() => void receiver.close());
    const sink = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const server = await startServer({ [name]: sink });
    const response = await fetch(`${server.url}/verdicts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(verdict),
    });
    expect(await response.json()).toEqual({ accepted: 1, repeated: 0 });
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    expect(types.length).toBeGreaterThanOrEqual(2);
    expect(new Set(types)).toEqual(new Set(['cats-vs-dogs.verdict']));
    expect(server.output()).toContain('"message":"verdict"');
  },
);
