import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseJson } from '../../tools/json.ts';
import { root } from '../../tools/names.ts';
import { plural } from '../../tools/plural.ts';
import { lastLine } from '../../tools/process.ts';
import { writeOut } from '../pipeline/handover.ts';
import { type Gate, notChecked, type Verdict } from './gate.ts';

interface Report {
  dependencies: {
    name: string;
    version?: string;
    skip_reason?: string;
    vulns?: { id: string; fix_versions: string[] }[];
  }[];
}

/** Python with pip-audit, and what it ends with when it cannot be installed here. */
const PYTHON = path.join(root, 'ci/gates/pip-audit');
const UNAVAILABLE = 69;

/** Known vulnerabilities of model-build's packages, by pip-audit in an environment of its own. */
export const pipAudit: Gate = {
  name: 'pip-audit',
  async check() {
    const lock = path.join(root, 'model-build/requirements.lock');
    const words = [
      ...['-m', 'pip_audit', '--requirement', lock, '--no-deps', '--disable-pip'],
      ...['--format', 'json', '--timeout', '15'],
    ];
    const { stdout, stderr, status } = spawnSync(PYTHON, words, { encoding: 'utf8', maxBuffer: 2 ** 26 });
    if (status === UNAVAILABLE) return notChecked(`pip-audit could not be installed: ${lastLine(stderr)}`);
    writeOut('audit/pip.json', stdout);
    return verdictOf(stdout, stderr);
  },
};

export function verdictOf(output: string, complaint: string): Verdict {
  const report = parseJson<Report>(output);
  if (report === undefined) {
    const why = lastLine(complaint) ?? 'pip-audit gave no report';
    return notChecked(`the index could not be asked: ${why}`);
  }
  const asked = report.dependencies.filter(({ skip_reason }) => skip_reason === undefined);
  const lines = asked.flatMap(({ name, version, vulns = [] }) =>
    vulns.map(
      ({ id, fix_versions }) =>
        `${name} ${version}: ${id}, fixed in ${fix_versions.join(', ') || 'none yet'}`,
    ),
  );
  const left = report.dependencies.length - asked.length;
  // An index that knows none of them has not been asked at all.
  if (lines.length === 0 && left > asked.length) {
    return notChecked(`the index tells nothing of ${left} of ${report.dependencies.length} packages`);
  }
  return {
    passed: lines.length === 0,
    summary: `${plural(lines.length, 'known vulnerability', 'known vulnerabilities')} in ${plural(asked.length, 'package')}${left > 0 ? `, ${left} could not be asked about` : ''}`,
    lines,
  };
}
