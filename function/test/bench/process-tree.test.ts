import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { cpuSeconds, peakRssBytes, processTree, rssBytes } from '../../bench/process-tree.ts';

const BUSY_MS = 300;
/** Its child works for a while in a session of its own, then says so and waits. */
const parent = `
  const work = 'for (const end = Date.now() + ${BUSY_MS}; Date.now() < end; );' +
    'console.log(process.pid); setInterval(() => {}, 1000)';
  require('node:child_process').spawn(process.execPath, ['-e', work], { detached: true, stdio: 'inherit' });
  setInterval(() => {}, 1000);`;

const started: number[] = [];
afterEach(() => {
  for (const pid of started.splice(0)) process.kill(pid, 'SIGKILL');
});

it.runIf(process.platform === 'linux')(
  'counts the CPU and memory of descendants in other sessions',
  async () => {
    const child = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const root = child.pid!;
    started.push(root);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const descendant = Number(line);
    started.push(descendant);
    expect(processTree(root)).toEqual([root, descendant]);
    expect(cpuSeconds(root)).toBeGreaterThan(cpuSeconds(descendant));
    expect(cpuSeconds(descendant)).toBeGreaterThan(0);
    // Pages come and go between two looks.
    expect(rssBytes(root) / rssBytes(descendant)).toBeGreaterThan(1.5);
    expect(peakRssBytes(root) / peakRssBytes(descendant)).toBeGreaterThan(1.5);
  },
);
