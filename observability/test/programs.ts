import { spawnSync } from 'node:child_process';
import versions from '../versions.json' with { type: 'json' };

const MODULES: Readonly<Record<string, string>> = {
  promtool: `github.com/prometheus/prometheus/cmd/promtool@${versions.prometheusModule}`,
  prometheus: `github.com/prometheus/prometheus/cmd/prometheus@${versions.prometheusModule}`,
  amtool: `github.com/prometheus/alertmanager/cmd/amtool@v${versions.alertmanager}`,
  alertmanager: `github.com/prometheus/alertmanager/cmd/alertmanager@v${versions.alertmanager}`,
};

/** Whether a program is in the PATH; says aloud what is not tested when not, and how to get it. */
export function isHere(program: keyof typeof MODULES & string): boolean {
  if (spawnSync(program, ['--version']).error === undefined) return true;
  process.stderr.write(
    `\nNOT TESTED: what needs ${program}, which is not in the PATH: go install ${MODULES[program]}\n\n`,
  );
  return false;
}

/** Runs a program. @returns what it said, and whether it was content */
export function tell(program: string, args: readonly string[]): { ok: boolean; text: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  return { ok: status === 0, text: `${stdout}${stderr}` };
}
