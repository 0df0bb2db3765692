import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const RECIPE = ['.dockerignore', 'Dockerfile'];

/** What .dockerignore, an allow-list of plain paths, lets into a build. */
export function allowedPaths(root: string): string[] {
  return readFileSync(path.join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1).trim());
}

/** What decides what comes out of a build, as paths of files and folders. */
export function inputPaths(root: string): string[] {
  return [...RECIPE, ...allowedPaths(root)];
}

/** Every file that decides what comes out of a build, in a fixed order. */
export function inputFiles(root: string): string[] {
  return inputPaths(root)
    .flatMap((name) => filesOf(root, name))
    .sort();
}

function filesOf(root: string, name: string): string[] {
  if (!statSync(path.join(root, name)).isDirectory()) return [name];
  return readdirSync(path.join(root, name)).flatMap((entry) => filesOf(root, path.posix.join(name, entry)));
}

/** A hash of the names and contents of all inputs, in hexadecimal. */
export function contentHash(root: string): string {
  const hash = createHash('sha256');
  for (const name of inputFiles(root)) {
    const content = createHash('sha256').update(readFileSync(path.join(root, name)));
    hash.update(`${name}\0${content.digest('hex')}\n`);
  }
  return hash.digest('hex');
}
