import { spawnSync } from 'node:child_process';
import { parseJson } from '../../tools/json.ts';
import { root } from '../../tools/names.ts';
import { plural } from '../../tools/plural.ts';
import { writeOut } from '../pipeline/handover.ts';
import { type Gate, notChecked, type Verdict } from './gate.ts';

interface Report {
  vulnerabilities?: Record<string, { name: string; severity: string; range: string; fixAvailable: unknown }>;
  message?: string;
}

/** Known vulnerabilities of the npm packages; high and critical ones stop. */
export const npmAudit: Gate = {
  name: 'npm audit',
  async check() {
    const { stdout } = spawnSync('npm', ['audit', '--json'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    writeOut('audit/npm.json', stdout);
    return verdictOf(stdout);
  },
};

const STOPS = ['high', 'critical'];

export function verdictOf(output: string): Verdict {
  const report = parseJson<Report>(output);
  if (report?.vulnerabilities === undefined) {
    const why = report?.message ?? 'npm gave no report';
    return notChecked(`the registry could not be asked: ${why}`);
  }
  const found = Object.values(report.vulnerabilities);
  const lines = found.map(
    ({ name, severity, range, fixAvailable }) =>
      `${severity}: ${name} ${range}${fixAvailable ? ', a fix is there' : ', no fix yet'}`,
  );
  const passed = !found.some(({ severity }) => STOPS.includes(severity));
  return { passed, summary: plural(found.length, 'known vulnerability', 'known vulnerabilities'), lines };
}
