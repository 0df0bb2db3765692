import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { Failure, messageOf } from './failure.ts';
import { root } from './names.ts';

const TIMEOUT_MS = 300_000;

/** Where fetched files are kept, and where it is written down what they were when they were first fetched. */
export interface Store {
  cacheFolder: string;
  checksumsFile: string;
}

export function defaultStore(env: NodeJS.ProcessEnv = process.env): Store {
  const cache = env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  return {
    cacheFolder: path.join(cache, 'cats-vs-dogs'),
    checksumsFile: path.join(root, 'knative/checksums.json'),
  };
}

/**
 * A file of a release. The first time its SHA-256 is recorded, to be committed; ever after only that content is taken,
 * from the cache or from where it is published.
 * @returns its path
 * @throws Failure when it cannot be had, or is another one than it was
 */
export async function releaseFile(
  url: string,
  store: Store = defaultStore(),
  say: (line: string) => void = console.log,
): Promise<string> {
  const { host, pathname } = new URL(url);
  const file = path.join(store.cacheFolder, host.replace(':', '-'), ...pathname.split('/'));
  const recorded = readChecksums(store)[url];
  if (recorded !== undefined && existsSync(file) && (await sha256Of(file)) === recorded) return file;

  mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.part-${process.pid}`;
  try {
    const sha256 = await download(url, part);
    if (recorded !== undefined && sha256 !== recorded) {
      throw new Failure(
        `${url} is not what it was: its SHA-256 is ${sha256}, that of the first time ${recorded}; find out why before you remove its line from knative/checksums.json`,
      );
    }
    if (recorded === undefined) {
      await record(store, url, sha256);
      say(`${url} is ${sha256} from now on: commit knative/checksums.json`);
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
  throw new Failure(
    `${url} answers ${response.status}: is the version in knative/versions.json a published one?`,
  );
}

function reasonOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}

function readChecksums({ checksumsFile }: Store): Record<string, string> {
  return JSON.parse(readFileSync(checksumsFile, 'utf8')) as Record<string, string>;
}

async function record(store: Store, url: string, sha256: string): Promise<void> {
  const entries = Object.entries({ ...readChecksums(store), [url]: sha256 });
  const sorted = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(store.checksumsFile, `${JSON.stringify(sorted, undefined, 2)}\n`);
}
