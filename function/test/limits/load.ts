import { setMaxListeners } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Request } from './requests.ts';

// The manifest's timeoutSeconds: queue-proxy waits no longer.
const TIMEOUT_MS = 90_000;
/** For the answers that are due when no further request is sent. */
export const GRACE_MS = 20_000;

/** How a request ended: with a status, or with the code of the error of its connection. */
export type Ending = { status: string; hasRetryAfter: boolean; milliseconds: number };

/** How often each ending was seen. */
export type Counts = Record<string, number>;
export const count = (counts: Counts, name: string) => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** Each request listens to the signal: more than the ten at which Node warns. */
export const unlimited = (controller: AbortController) => {
  setMaxListeners(0, controller.signal);
  return controller;
};

export function send(
  port: number,
  { path, headers, body }: Pick<Request, 'path' | 'headers' | 'body'>,
  signal: AbortSignal,
): Promise<Ending> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const end = (status: string, hasRetryAfter = false) =>
      resolve({ status, hasRetryAfter, milliseconds: performance.now() - startedAt });
    const outgoing = httpRequest({
      ...{ port, host: '127.0.0.1', method: 'POST', path, agent: false },
      headers: { ...headers, 'content-length': body.length },
      signal,
      timeout: TIMEOUT_MS,
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      end(signal.aborted ? 'stopped' : (error.code ?? error.name)),
    );
    outgoing.on('response', (answer) => {
      const { statusCode, headers } = answer;
      answer.on('error', () => end('cut off'));
      answer.on('end', () => end(String(statusCode), headers['retry-after'] !== undefined));
      answer.resume();
    });
    outgoing.end(body);
  });
}

/** A status that the server must not answer: any 5xx but an overload that says when to come back. */
export const isWrong = ({ status, hasRetryAfter }: Ending): boolean =>
  /^5/.test(status) && !(status === '503' && hasRetryAfter);

/**
 * Sends requests in turns, `concurrency` at once, until the time is over or the signal aborts; an answer may come later.
 * @returns the endings, the requests that were answered wrongly, and those that were under way when the server died
 */
export async function fire(
  port: number,
  requests: readonly Request[],
  { concurrency, milliseconds, signal }: { concurrency: number; milliseconds: number; signal: AbortSignal },
) {
  // Not AbortSignal.any and timeout: Node 20 may collect such a signal as garbage before it aborts.
  const stop = unlimited(new AbortController());
  let diedAtMs = Number.NaN;
  const abort = () => {
    if (signal.aborted) diedAtMs = performance.now();
    stop.abort();
  };
  const late = setTimeout(abort, milliseconds + GRACE_MS);
  signal.addEventListener('abort', abort);
  const counts: Counts = {};
  const wrong = new Set<Request>();
  const lost: { request: Request; atMs: number }[] = [];
  const endsAt = performance.now() + milliseconds;
  let next = 0;
  const client = async () => {
    while (requests.length > 0 && performance.now() < endsAt && !signal.aborted) {
      const request = requests[next++ % requests.length]!;
      const ending = await send(port, request, stop.signal);
      if (!/^\d/.test(ending.status)) lost.push({ request, atMs: performance.now() });
      count(counts, ending.status);
      if (isWrong(ending)) wrong.add(request);
      // A server that is gone refuses at once.
      if (ending.status === 'ECONNREFUSED') await pause(100);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  clearTimeout(late);
  // Its connections end shortly before the end of the process is known.
  const killers = lost.filter(({ atMs }) => Math.abs(atMs - diedAtMs) < 1000).map(({ request }) => request);
  return { counts, wrong: [...wrong], underWay: [...new Set(killers)] };
}

/** Opens connections that ask and do not read, for a time. */
export async function askWithoutReading(
  port: number,
  {
    connections,
    requests,
    path,
    milliseconds,
  }: { connections: number; requests: number; path: string; milliseconds: number },
): Promise<void> {
  const text = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(requests);
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => socket.destroy());
    socket.pause();
    socket.write(text);
    return socket;
  });
  await pause(milliseconds);
  for (const socket of sockets) socket.destroy();
}
