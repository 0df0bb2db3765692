import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, messageOf } from './failure.ts';
import { root } from './names.ts';
import { userCache } from './user-cache.ts';

const TIMEOUT_MS = 300_000;

/**
 * A file of a published release. The first download records its SHA-256 in `checksumsFile`, to be committed; after that
 * only the same content is accepted, from the cache or from `url`.
 * @returns its path in the cache
 * @throws Failure when it cannot be fetched, or its content has changed
 */
export async function releaseFile(
  url: string,
  checksumsFile: string,
  { cacheFolder = userCache(), say = console.log }: { cacheFolder?: string; say?(line: string): void } = {},
): Promise<string> {
  const { host, pathname } = new URL(url);
  const file = path.join(cacheFolder, host.replace(':', '-'), ...pathname.split('/'));
  const recorded = readChecksums(checksumsFile)[url];
  if (recorded !== undefined && existsSync(file) && (await sha256Of(file)) === recorded) return file;

  const checksums = path.relative(root, checksumsFile);
  mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.part-${process.pid}`;
  try {
    const sha256 = await download(url, part);
    if (recorded !== undefined && sha256 !== recorded) {
      throw new Failure(
        `${url} is not what it was: its SHA-256 is ${sha256}, that of the first time ${recorded}; find out why before you remove its line from ${checksums}`,
      );
    }
    if (recorded === undefined) {
      await record(checksumsFile, url, sha256);
      say(`${url} is ${sha256} from now on: commit ${checksums}`);
    }
    renameSync(part, file);
    return file;
  } finally {
    rmSync(part, { force: true });
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** @returns the SHA-256 of what was written */
async function download(url: string, file: string): Promise<string> {
  const response = await get(url);
  const hash = createHash('sha256');
  let received = 0;
  const handle = await open(file, 'w');
  try {
    for await (const chunk of response.body ?? []) {
      hash.update(chunk);
      received += chunk.length;
      await handle.write(chunk);
    }
  } catch (error) {
    throw new Failure(`${url} broke off after ${received} bytes (${reasonOf(error)}): try again`);
  } finally {
    await handle.close();
  }
  const expected = response.headers.get('content-length');
  // fetch unpacks a compressed answer, whose length is another one then.
  if (expected !== null && !response.headers.has('content-encoding') && Number(expected) !== received) {
    throw new Failure(`${url} broke off after ${received} of ${expected} bytes: try again`);
  }
  return hash.digest('hex');
}

async function get(url: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new Failure(`${url} cannot be reached (${reasonOf(error)}): is there a way to it from here?`);
  }
  if (response.ok) return response;
  await response.body?.cancel();
  throw new Failure(`${url} answers ${response.status}: is the version in versions.json a published one?`);
}

function reasonOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}

function readChecksums(file: string): Record<string, string> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}

async function record(file: string, url: string, sha256: string): Promise<void> {
  const entries = Object.entries({ ...readChecksums(file), [url]: sha256 });
  const sorted = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(file, `${JSON.stringify(sorted, undefined, 2)}\n`);
}
