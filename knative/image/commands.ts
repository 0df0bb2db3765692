import { spawnSync } from 'node:child_process';
import { runSync } from '../../tools/process.ts';
import type { BuildOptions } from './engine.ts';

/** Runs a build. @throws Error, with the command's complaints when they were not shown */
export function runBuild(command: string, args: readonly string[], { progress }: BuildOptions): void {
  const { status, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', progress ? 'inherit' : 'ignore', progress ? 'inherit' : 'pipe'],
  });
  if (status !== 0) throw new Error(`${command} could not build the image${stderr ? `:\n${stderr}` : ''}`);
}

/** What a command printed. @throws Error with what it complained about */
export function output(command: string, ...args: string[]): string {
  return runSync(command, args).trim();
}

/** The options that all three engines have. */
export function commonOptions({ labels, buildArguments, platform, cache }: BuildOptions): string[] {
  return [
    ...pairs('--build-arg', buildArguments),
    ...pairs('--label', labels),
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...(cache ? [] : ['--no-cache']),
  ];
}

function pairs(option: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [option, `${name}=${value}`]);
}

/** A step of an image's history as its Dockerfile has it, without hashes. */
export function readableStep(createdBy: string): string {
  return createdBy
    .replace(/^\/bin\/sh -c (#\(nop\) +)?/, '')
    .replace(/ (dir|file|multi):[0-9a-f]{64} in /, ' ')
    .replace(/ # buildkit$/, '')
    .trim();
}
