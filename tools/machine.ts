import { statfsSync } from 'node:fs';
import { Failure } from './failure.ts';

/** @returns the version @throws Failure when it is older than the project needs */
export function nodeVersion(found: string): string {
  const [major = 0, minor = 0] = found.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 15)) return found;
  throw new Failure(`${found} is too old: 20.15 or newer is needed`);
}

/** How many bytes an account without special rights may still write there. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
