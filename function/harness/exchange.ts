import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer as it came over the wire; header names in lower case. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Exchange {
  answers: Answer[];
  /** The server ended the connection by itself. */
  closedByServer: boolean;
}

export interface ExchangeOptions {
  /** Resolve after this many final answers; without it, when the server closes. */
  answers?: number;
}

/** A connection to the server that stays open until told; for clients that a library cannot play. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  // The server may cut off a client at any time; what that did to the exchange is what the tests look at.
  socket.on('error', () => socket.destroy());
  return socket;
}

/** Writes `bytes` to a new connection, as they are, and collects what comes back. */
export async function exchange(
  port: number,
  bytes: Buffer | string,
  options: ExchangeOptions = {},
): Promise<Exchange> {
  const socket = await openSocket(port);
  const outcome = collect(socket, options);
  socket.write(bytes);
  const done = await outcome;
  socket.destroy();
  return done;
}

/** Collects answers from `socket` until enough have come or the server has closed. */
export async function collect(socket: Socket, { answers }: ExchangeOptions = {}): Promise<Exchange> {
  const chunks: Buffer[] = [];
  return await new Promise<Exchange>((resolve) => {
    const finish = (closedByServer: boolean): void => {
      resolve({ answers: parseAnswers(Buffer.concat(chunks)), closedByServer });
    };
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (answers !== undefined && parseAnswers(Buffer.concat(chunks)).length >= answers) finish(false);
    });
    // A refused upload is cut off while the client still writes: a reset after the answer is expected,
    // and one without an answer shows as an empty list.
    socket.on('error', () => finish(true));
    socket.on('end', () => finish(true));
    socket.on('close', () => finish(true));
  });
}

/** The complete final answers (2xx to 5xx) at the front of `bytes`. */
export function parseAnswers(bytes: Buffer): Answer[] {
  const answers: Answer[] = [];
  let at = 0;
  for (;;) {
    const headEnd = bytes.indexOf('\r\n\r\n', at);
    if (headEnd < 0) return answers;
    const [statusLine = '', ...lines] = bytes.toString('latin1', at, headEnd).split('\r\n');
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1]);
    if (Number.isNaN(status)) throw new Error(`not a status line: ${statusLine}`);
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const body =
      headers['transfer-encoding'] === 'chunked'
        ? chunkedBody(bytes, headEnd + 4)
        : lengthBody(bytes, headEnd + 4, headers);
    if (!body) return answers;
    at = body.end;
    if (status >= 200) answers.push({ status, headers, body: body.data });
  }
}

function lengthBody(
  bytes: Buffer,
  start: number,
  headers: Record<string, string>,
): { data: Buffer; end: number } | undefined {
  const end = start + Number(headers['content-length'] ?? 0);
  return end <= bytes.length ? { data: bytes.subarray(start, end), end } : undefined;
}

function chunkedBody(bytes: Buffer, start: number): { data: Buffer; end: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (next > bytes.length) return undefined;
    if (size === 0) return { data: Buffer.concat(parts), end: next };
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}

/** The bytes of a request; Host is added, a Content-Length only where `body` is given and none is named. */
export function requestBytes(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: Buffer,
): Buffer {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const framed = names.includes('content-length') || names.includes('transfer-encoding');
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...(names.includes('host') ? [] : ['Host: localhost']),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body && !framed ? [`Content-Length: ${body.length}`] : []),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return body ? Buffer.concat([head, body]) : head;
}
