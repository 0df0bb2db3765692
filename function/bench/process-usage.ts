import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** USER_HZ, in which the kernel counts CPU time for user space: 100 on every Linux that Node supports. */
const TICKS_PER_SECOND = 100;

/** CPU seconds (user and system, all threads) that a process has used; a tick is 10 ms. */
export function cpuSeconds(pid: number): number {
  if (process.platform !== 'linux') {
    const time = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return time.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
  }
  // The name in parentheses may hold blanks: count from its end. utime and stime are fields 14 and 15.
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident set of a process in bytes, now. */
export function rssBytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
}
