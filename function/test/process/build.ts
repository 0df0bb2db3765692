import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY_ROOT, readManifest } from '../../harness/built-server.ts';

/** What is built, the newest file of each, and what it is made of. */
const builds = [
  {
    script: 'function/build.mjs',
    built: readManifest().scripts.start.split(' ').at(-1)!,
    sources: ['function/src', 'function/web', 'function/model.schema.json'],
  },
  {
    script: 'clients/typescript/build.mjs',
    built: 'clients/typescript/dist/cjs/package.json',
    sources: ['clients/typescript/src', 'clients/typescript/tsconfig.json'],
  },
];

/** Builds the function and its client before the first test when a source is newer than what was built. */
export default function buildWhenStale(): void {
  for (const { script, built, sources } of builds) {
    const changes = [script, 'package-lock.json', ...sources].map(changedAtMs);
    if (changedAtMs(built) > Math.max(...changes)) continue;
    execFileSync(process.execPath, [script], { cwd: REPOSITORY_ROOT, stdio: 'inherit' });
  }
}

/** When a file, or the newest file below a folder, was changed; 0 for one that is not there. */
function changedAtMs(name: string): number {
  const file = path.join(REPOSITORY_ROOT, name);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(file).map((entry) => changedAtMs(path.join(name, entry))));
}
