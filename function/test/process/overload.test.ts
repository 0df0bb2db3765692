import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  collect,
  type Exchange,
  exchange,
  openSocket,
  requestBytes,
} from '../../harness/exchange.ts';
import { inFlightRequests } from '../../harness/metrics.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const OCTETS = { 'Content-Type': 'application/octet-stream' };
const photo = requestBytes('POST', '/predict', OCTETS, CHELSEA_JPEG);

interface Held {
  socket: Socket;
  outcome: Promise<Exchange>;
}

/** A photo of which the last byte is missing, so that it is in flight until that is sent. */
async function hold(port: number): Promise<Held> {
  const socket = await openSocket(port);
  const outcome = collect(socket, { answers: 1 });
  socket.write(photo.subarray(0, photo.length - 1));
  return { socket, outcome };
}

async function complete({ socket, outcome }: Held): Promise<Answer | undefined> {
  socket.write(photo.subarray(photo.length - 1));
  const { answers } = await outcome;
  socket.destroy();
  return answers[0];
}

function expectOverloaded(answer: Answer | undefined): void {
  expectProblem(answer, 503, 'overloaded');
  expect(answer?.headers['retry-after']).toMatch(/^[1-9]\d*$/);
}

describe('more requests than may be in flight', () => {
  const server = serverUnderTest({ MAX_IN_FLIGHT_REQUESTS: '4' });

  it('are refused at once with 503 and Retry-After, and the ones inside finish', async () => {
    const inside = await Promise.all(Array.from({ length: 4 }, () => hold(server.port)));
    await inFlightRequests(server, 4);
    const refused = await Promise.all(Array.from({ length: 20 }, () => server.predict(CHELSEA_JPEG)));
    refused.forEach(expectOverloaded);
    for (const answer of await Promise.all(inside.map(complete))) expect(answer?.status).toBe(200);
  });

  it('are refused before their body is sent', async () => {
    const inside = await Promise.all(Array.from({ length: 4 }, () => hold(server.port)));
    await inFlightRequests(server, 4);
    const head = requestBytes('POST', '/predict', { ...OCTETS, 'Content-Length': '50000' });
    const { answers } = await exchange(server.port, head, { answers: 1 });
    expectOverloaded(answers[0]);
    await Promise.all(inside.map(complete));
  });

  it('do not keep the health check from its answer', async () => {
    const inside = await Promise.all(Array.from({ length: 4 }, () => hold(server.port)));
    await inFlightRequests(server, 4);
    expect((await server.request('GET', '/health')).status).toBe(200);
    expect((await server.request('GET', '/ready')).status).toBe(200);
    await Promise.all(inside.map(complete));
  });
});

describe('more bytes than may be held', () => {
  const server = serverUnderTest({ MAX_IN_FLIGHT_BYTES: String(3 * CHELSEA_JPEG.length) });

  it('are refused with 503 and Retry-After, and the ones inside finish', async () => {
    const inside = await Promise.all(Array.from({ length: 2 }, () => hold(server.port)));
    await inFlightRequests(server, 2);
    const large = Buffer.concat([CHELSEA_JPEG, Buffer.alloc(CHELSEA_JPEG.length)]);
    expectOverloaded(await server.predict(large));
    for (const answer of await Promise.all(inside.map(complete))) expect(answer?.status).toBe(200);
  });
});

describe('with the defaults', () => {
  const server = serverUnderTest();

  it('a hundred uploads of 9 MB at once are answered or refused, in bounded memory', async () => {
    const large = Buffer.concat([CHELSEA_JPEG, Buffer.alloc(9e6)]);
    const answers = await Promise.all(Array.from({ length: 100 }, () => server.predict(large)));
    for (const answer of answers) {
      if (answer.status === 503) expectOverloaded(answer);
      else expect(answer.status).toBe(200);
    }
    expect(answers.some(({ status }) => status === 200)).toBe(true);
  });

  it('250 photos at once are all answered', async () => {
    const answers = await Promise.all(Array.from({ length: 250 }, () => server.predict(CHELSEA_JPEG)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(250);
  });
});
