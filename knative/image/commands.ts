import { spawnSync } from 'node:child_process';
import { runSync } from '../../tools/process.ts';
import type { BuildOptions } from './build-options.ts';

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
