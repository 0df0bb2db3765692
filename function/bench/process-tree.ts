import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ, in which the kernel counts CPU time for user space: 100 on every Linux that Node supports. */
const TICKS_PER_SECOND = 100;

/** Fields of /proc/PID/stat behind the name, which is in parentheses and may hold blanks; the first is field 3. */
const statFields = (pid: number): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

/**
 * The processes that descend from one, itself first. Linux only; elsewhere it stands alone.
 * By parents, not by process group: BentoML starts its worker in a session of its own.
 */
export function processTree(root: number): number[] {
  if (process.platform !== 'linux') return [root];
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [root];
  // It grows while it is read.
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(statFields(pid)[1]);
  } catch {
    return undefined; // It has ended since.
  }
}

/** CPU seconds (user and system, all threads) that a process and its descendants have used; a tick is 10 ms. */
export function cpuSeconds(root: number): number {
  if (process.platform !== 'linux') {
    const time = execFileSync('ps', ['-o', 'time=', '-p', String(root)], { encoding: 'utf8' }).trim();
    return time.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
  }
  // utime and stime are fields 14 and 15.
  const ticks = processTree(root)
    .map(statFields)
    .map((fields) => Number(fields[11]) + Number(fields[12]));
  return ticks.reduce((total, count) => total + count, 0) / TICKS_PER_SECOND;
}

/** Resident set in bytes of a process and its descendants, now; pages that they share count for each. */
export function rssBytes(root: number): number {
  const pids = processTree(root).join(',');
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', pids], { encoding: 'utf8' }).trim().split('\n');
  return kilobytes.reduce((total, count) => total + Number(count), 0) * 1024;
}

/** The same at its highest since each of them started. Linux only. */
export function peakRssBytes(root: number): number {
  const marks = processTree(root).map(
    (pid) => /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1],
  );
  return marks.reduce((total, kilobytes) => total + Number(kilobytes ?? 0), 0) * 1024;
}
