import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What decides what comes out of a build, as paths of files and folders. .dockerignore is an allow-list of plain paths. */
export function inputPaths(root: string): string[] {
  const lines = readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n');
  const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1).trim());
  return ['.dockerignore', 'Dockerfile', ...allowed];
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
  const lines = inputFiles(root).map(
    (name) => `${name}\0${hash('sha256', readFileSync(path.join(root, name)))}\n`,
  );
  return hash('sha256', lines.join(''));
}
