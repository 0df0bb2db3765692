import { homedir } from 'node:os';
import path from 'node:path';
import type { Environment } from './process.ts';

/** The folder of this project in the user's cache. */
export function userCache(env: Environment = process.env): string {
  return path.join(env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'cats-vs-dogs');
}
