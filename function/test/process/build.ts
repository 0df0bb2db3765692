import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY_ROOT, readManifest } from '../../harness/built-server.ts';

const SOURCES = [
  'function/src',
  'function/web',
  'function/build.mjs',
  'function/model.schema.json',
  'package-lock.json',
];

/** Builds the function before the first test when a source is newer than what was built. */
export default function buildWhenStale(): void {
  const built = changedAtMs(entryPoint());
  const sources = Math.max(...SOURCES.map((source) => changedAtMs(path.join(REPOSITORY_ROOT, source))));
  if (built > sources) return;
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: REPOSITORY_ROOT, stdio: 'inherit' });
}

function entryPoint(): string {
  return path.join(REPOSITORY_ROOT, readManifest().scripts.start.split(' ').at(-1) ?? '');
}

/** When a file, or the newest file below a folder, was changed; 0 for one that is not there. */
function changedAtMs(name: string): number {
  const stat = statSync(name, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(name).map((entry) => changedAtMs(path.join(name, entry))));
}
