import { once } from 'node:events';
import { connect } from 'node:net';
import { MULTIPART, photoForm } from '../harness/corpus/multipart.ts';
import { requestBytes } from '../harness/exchange.ts';

/** A request as bytes, and the answer that it must get. */
export interface LoadRequest {
  bytes: Buffer;
  expected?: Prediction;
}

export interface Prediction {
  prediction: string;
  probability: number;
}

export type LoadResult = Awaited<ReturnType<typeof runLoad>>;

/** The bytes of `POST /predict` with the photo in a form, as curl -F sends it; `tag` shows in the log as request id. */
export function predictRequest(photo: Buffer, tag: string): Buffer {
  const headers = { 'Content-Type': MULTIPART, 'X-Request-Id': tag };
  return requestBytes('POST', '/predict', headers, photoForm(photo));
}

/** The bytes of `POST /predict` with the photo as the whole body. */
export function photoRequest(photo: Buffer, tag: string): Buffer {
  return requestBytes('POST', '/predict', { 'Content-Type': 'image/jpeg', 'X-Request-Id': tag }, photo);
}

/**
 * One keep-alive connection that sends a request and waits for its answer. Written on the bare socket
 * because the generator runs on the server's own cores: per request of 40 kB it takes 0.09 ms CPU, where
 * undici's dispatch takes 0.24 to 0.38, node:http 0.34 and fetch 1.3.
 */
async function openConnection(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received = '';
  let waiting: { resolve(body: string): void; reject(error: Error): void } | undefined;
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    const bodyStart = received.indexOf('\r\n\r\n') + 4;
    if (bodyStart < 4) return;
    const length = Number(/\r\ncontent-length: (\d+)\r\n/i.exec(received)?.[1]);
    if (received.length < bodyStart + length) return;
    const answer = received;
    received = '';
    if (answer.startsWith('HTTP/1.1 200 ')) waiting?.resolve(answer.slice(bodyStart));
    else waiting?.reject(new Error(`not a 200: ${answer}`));
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')));
  await once(socket, 'connect');
  return {
    /** Resolves with the body of a 200. @throws Error for any other answer, and when the connection ends */
    send: (request: Buffer): Promise<string> =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close(): void {
      waiting = undefined;
      socket.destroy();
    },
  };
}

/**
 * The bodies of the answers to requests that are sent one after another.
 * @throws Error for any answer but a 200, and when nothing listens
 */
export async function answersOf(port: number, requests: readonly Buffer[]): Promise<string[]> {
  const connection = await openConnection(port);
  try {
    const bodies: string[] = [];
    for (const request of requests) bodies.push(await connection.send(request));
    return bodies;
  } finally {
    connection.close();
  }
}

/**
 * A closed loop: each of `clients` connections sends the next request when it has its answer.
 * @throws Error for a failed request or an answer that is not the expected one
 */
export async function runLoad(
  port: number,
  requests: readonly LoadRequest[],
  { clients, durationMs }: { clients: number; durationMs: number },
) {
  const connections = await Promise.all(Array.from({ length: clients }, () => openConnection(port)));
  const latenciesMs: number[] = [];
  let next = 0;
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  const client = async ({ send }: (typeof connections)[number]): Promise<void> => {
    for (let before = performance.now(); before < endsAt; ) {
      const request = requests[next % requests.length];
      if (!request) throw new Error('there is nothing to send');
      next += 1;
      const body = await send(request.bytes);
      const after = performance.now();
      latenciesMs.push(after - before);
      before = after;
      check(body, request.expected);
    }
  };
  try {
    await Promise.all(connections.map(client));
  } finally {
    for (const connection of connections) connection.close();
  }
  const cpu = process.cpuUsage(cpuBefore);
  return {
    latenciesMs,
    seconds: (performance.now() - startedAt) / 1000,
    /** CPU of this process: what generating the load took from the machine. */
    generatorCpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

function check(body: string, expected: Prediction | undefined): void {
  const found = JSON.parse(body) as Prediction;
  if (!expected) return;
  if (found.prediction !== expected.prediction || Math.abs(found.probability - expected.probability) > 1e-6) {
    throw new Error(`expected ${JSON.stringify(expected)}, found ${body}`);
  }
}
