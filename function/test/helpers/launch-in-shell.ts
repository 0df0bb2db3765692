import { spawn } from 'node:child_process';
import { type Launch, readManifest } from '../../harness/built-server.ts';

/**
 * Starts the built function after `script` has run in the same shell, as `ulimit -n 64`.
 * @param stdout a file descriptor that gets its log, which then is not in `output()`
 */
export function launchInShell(script: string, stdout: number | 'pipe' = 'pipe'): Launch {
  return (port, env, cwd) => {
    const [, ...args] = readManifest().scripts.start.split(' ');
    const child = spawn('sh', ['-ec', `${script}\nexec "$0" "$@"`, process.execPath, ...args], {
      cwd,
      env: { PATH: process.env.PATH, ...env, PORT: String(port) },
      stdio: ['ignore', stdout, 'pipe'],
    });
    return {
      child,
      pid: () => child.pid!,
      signal: (name) => child.kill(name),
      memoryIsLimited: false,
    };
  };
}

/** As `launchInShell`, where `script` runs as root of its own mounts. */
export function launchWithMounts(script: string): Launch {
  return launchInShell(`exec unshare -rm sh -ec '${script}\nexec "$0" "$@"' "$0" "$@"`);
}
