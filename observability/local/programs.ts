import { type Running, start } from '../../tools/background-process.ts';
import { Failure } from '../../tools/failure.ts';
import versions from '../versions.json' with { type: 'json' };

/** How each program is had where it is not in the PATH: from its own project, in the version of the manifests. */
export const HOW_TO_GET = {
  prometheus: `go install github.com/prometheus/prometheus/cmd/prometheus@${versions.prometheusModule}`,
  promtool: `go install github.com/prometheus/prometheus/cmd/promtool@${versions.prometheusModule}`,
  alertmanager: `go install github.com/prometheus/alertmanager/cmd/alertmanager@v${versions.alertmanager}`,
  amtool: `go install github.com/prometheus/alertmanager/cmd/amtool@v${versions.alertmanager}`,
} as const;

export type Program = keyof typeof HOW_TO_GET;

/**
 * Checks that a Prometheus knows what the rules use.
 * @param said what `prometheus --version` prints
 * @returns its version
 * @throws Failure that says which version is needed and how to get it
 */
export function requireVersion(said: string): string {
  const found = /version (\d+\.\d+\.\d+)/.exec(said)?.[1];
  if (found !== undefined && isAtLeast(found, versions.prometheus)) return found;
  throw new Failure(
    `the rules need Prometheus ${versions.prometheus} or newer, found: ${found ?? 'no version'}; ${HOW_TO_GET.prometheus}`,
  );
}

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, 'en', { numeric: true }) >= 0;
}

const READY_TIMEOUT_MS = 60_000;

/**
 * Starts Prometheus or Alertmanager from the PATH, on a port of this machine alone, and waits until it is ready.
 * @throws Failure with its last words when it ends before, or is not there
 */
export function startProgram(program: Program, args: readonly string[], port: number): Promise<Running> {
  const address = `127.0.0.1:${port}`;
  return start(program, [...args, `--web.listen-address=${address}`], {
    isReady: async () => (await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok === true,
    timeoutMs: READY_TIMEOUT_MS,
    howToGet: HOW_TO_GET[program],
  });
}
