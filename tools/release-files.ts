import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure, reasonOf } from './failure.ts';
import { fetch } from './fetch.ts';
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
  if (recorded !== undefined && existsSync(file) && hash('sha256', readFileSync(file)) === recorded)
    return file;

  const checksums = path.relative(root, checksumsFile);
  mkdirSync(path.dirname(file), { recursive: true });
  const content = await download(url);
  const sha256 = hash('sha256', content);
  if (recorded !== undefined && sha256 !== recorded) {
    throw new Failure(
      `${url} is not what it was: its SHA-256 is ${sha256}, that of the first time ${recorded}; find out why before you remove its line from ${checksums}`,
    );
  }
  if (recorded === undefined) {
    record(checksumsFile, url, sha256);
    say(`${url} is ${sha256} from now on: commit ${checksums}`);
  }
  // Another process may read it meanwhile: it is there as a whole or not at all.
  const part = `${file}.part-${process.pid}`;
  try {
    writeFileSync(part, content);
    renameSync(part, file);
    return file;
  } finally {
    rmSync(part, { force: true });
  }
}

async function download(url: string): Promise<Buffer> {
  const response = await get(url);
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk);
  } catch (error) {
    const { length } = Buffer.concat(chunks);
    throw new Failure(`${url} broke off after ${length} bytes (${reasonOf(error)}): try again`);
  }
  return Buffer.concat(chunks);
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error) => {
    throw new Failure(`${url} cannot be reached (${reasonOf(error)}): is there a way to it from here?`);
  });
  if (response.ok) return response;
  await response.body?.cancel();
  throw new Failure(`${url} answers ${response.status}: is the version in versions.json a published one?`);
}

function readChecksums(file: string): Record<string, string> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}

function record(file: string, url: string, sha256: string): void {
  const entries = Object.entries({ ...readChecksums(file), [url]: sha256 });
  const sorted = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(sorted, undefined, 2)}\n`);
}
