import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure, messageOf } from '../../../tools/failure.ts';

export type Limits = { memoryBytes: number; cpus: number };

/** A group of processes that the kernel limits, and what it has counted. */
export interface Cgroup {
  name: string;
  /** A command line that runs the command behind it inside the group. */
  prefix: readonly string[];
  counters(): { oomKills: number; peakBytes: number };
  remove(): void;
}

const PERIOD_US = 100_000;
const enter = (folders: readonly string[]) => [
  'sh',
  '-c',
  `${folders.map((folder) => `echo $$ > ${folder}/cgroup.procs`).join(' && ')} && exec "$@"`,
  'sh',
];

/** @throws Failure that says why none of the ways works on this machine */
export function createCgroup(limits: Limits, mount = '/sys/fs/cgroup'): Cgroup {
  const reasons: string[] = [];
  for (const [way, create] of Object.entries({ 'cgroup v2': version2, 'cgroup v1': version1 })) {
    try {
      return create(limits, mount);
    } catch (error) {
      reasons.push(`${way}: ${messageOf(error)}`);
    }
  }
  throw new Failure(`no memory limit can be set here; root can often do it\n  ${reasons.join('\n  ')}`);
}

/**
 * Proves that a group here is what it says: a process that takes more than the limit is killed, and counted.
 * @returns its name
 * @throws Failure where none can be made, or where the kernel does not keep the limit
 */
export function provenPlace(limits: Limits): string {
  const cgroup = createCgroup(limits);
  try {
    const script = `Buffer.alloc(${Math.ceil(limits.memoryBytes * 1.2)}, 1)`;
    const [program = '', ...args] = [...cgroup.prefix, process.execPath, '-e', script];
    const { signal } = spawnSync(program, args);
    const { oomKills } = cgroup.counters();
    if (signal !== 'SIGKILL' || oomKills !== 1)
      throw new Failure(`${cgroup.name}: the kernel does not keep the limit`);
    return cgroup.name;
  } finally {
    cgroup.remove();
  }
}

function version2({ memoryBytes, cpus }: Limits, mount: string): Cgroup {
  // Version 1 may have the controllers; version 2 is then mounted beside it, without them.
  const own = path.resolve(mount, `.${ownGroup('')}`);
  const parent = ancestorsOf(own, mount).find((folder) => hasMemory(folder));
  if (parent === undefined) throw new Error(`no group from ${own} upwards gives its children a memory limit`);
  const folder = path.join(parent, nextName());
  mkdirSync(folder);
  write(folder, 'memory.max', memoryBytes);
  writeIfThere(folder, 'memory.swap.max', 0);
  writeIfThere(folder, 'cpu.max', `${cpus * PERIOD_US} ${PERIOD_US}`);
  return {
    name: `cgroup v2 ${folder}`,
    prefix: enter([folder]),
    counters: () => ({
      oomKills: numberAfter('oom_kill', folder, 'memory.events'),
      // Linux 5.19 and later.
      peakBytes: existsSync(`${folder}/memory.peak`) ? numberAfter('', folder, 'memory.peak') : Number.NaN,
    }),
    remove: () => rmdirSync(folder),
  };
}

/** A folder and those above it, up to the mount. */
function ancestorsOf(folder: string, mount: string): string[] {
  return folder.startsWith(mount) ? [folder, ...ancestorsOf(path.dirname(folder), mount)] : [];
}

function hasMemory(folder: string): boolean {
  const file = path.join(folder, 'cgroup.subtree_control');
  return existsSync(file) && readFileSync(file, 'utf8').split(/\s/).includes('memory');
}

function version1({ memoryBytes, cpus }: Limits, mount: string): Cgroup {
  const name = nextName();
  const folders = ['memory', 'cpu'].map((controller) => {
    const own = path.join(mount, controller, ownGroup(controller));
    // A container may see the hierarchy of its host by another path.
    const folder = path.join(existsSync(own) ? own : path.join(mount, controller), name);
    mkdirSync(folder);
    return folder;
  });
  const [memory = '', cpu = ''] = folders;
  write(memory, 'memory.limit_in_bytes', memoryBytes);
  writeIfThere(memory, 'memory.memsw.limit_in_bytes', memoryBytes);
  write(cpu, 'cpu.cfs_period_us', PERIOD_US);
  write(cpu, 'cpu.cfs_quota_us', cpus * PERIOD_US);
  return {
    name: `cgroup v1 ${memory}`,
    prefix: enter(folders),
    counters: () => ({
      oomKills: numberAfter('oom_kill', memory, 'memory.oom_control'),
      peakBytes: numberAfter('', memory, 'memory.max_usage_in_bytes'),
    }),
    remove: () => {
      for (const folder of folders) rmdirSync(folder);
    },
  };
}

let made = 0;
const nextName = () => `cats-vs-dogs-limits-${process.pid}-${made++}`;

/** The group of this process in a hierarchy: that of a controller of version 1, or of version 2 for no name. */
function ownGroup(controller: string): string {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
  const own = lines.find((line) => line.split(':')[1]!.split(',').includes(controller));
  return own?.split(':').slice(2).join(':') ?? '/';
}

/** What a kernel may not have. */
function writeIfThere(folder: string, file: string, value: number | string): void {
  if (existsSync(path.join(folder, file))) write(folder, file, value);
}

function write(folder: string, file: string, value: number | string): void {
  writeFileSync(path.join(folder, file), String(value));
}

/** The number of a line that begins with `name`, or of a file that has nothing else. */
function numberAfter(name: string, folder: string, file: string): number {
  const text = readFileSync(path.join(folder, file), 'utf8');
  const number = new RegExp(`^${name} ?(\\d+)$`, 'm').exec(text)?.[1];
  if (number === undefined) throw new Error(`${folder}/${file} has no ${name}`);
  return Number(number);
}
