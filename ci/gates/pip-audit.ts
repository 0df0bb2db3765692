import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { root } from '../../tools/names.ts';
import { plural } from '../../tools/plural.ts';
import { writeOut } from '../pipeline/handover.ts';
import versions from '../versions.json' with { type: 'json' };
import type { Gate, Verdict } from './gate.ts';

interface Report {
  dependencies: {
    name: string;
    version?: string;
    skip_reason?: string;
    vulns?: { id: string; fix_versions: string[] }[];
  }[];
}

/** Known vulnerabilities of model-build's packages, by pip-audit in an environment of its own. */
export const pipAudit: Gate = {
  name: 'pip-audit',
  async check() {
    const program = findProgram();
    if (program === undefined) {
      return {
        passed: undefined,
        summary: `pip-audit ${versions.pipAudit} could not be installed`,
        lines: [],
      };
    }
    const lock = path.join(root, 'model-build/requirements.lock');
    const words = [
      '--requirement',
      lock,
      '--no-deps',
      '--disable-pip',
      '--format',
      'json',
      '--timeout',
      '15',
    ];
    const { stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 2 ** 26 });
    writeOut('audit/pip.json', stdout);
    return verdictOf(stdout, stderr);
  },
};

function findProgram(): string | undefined {
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  const folder = path.join(cache, 'cats-vs-dogs', `pip-audit-${versions.pipAudit}`);
  const program = path.join(folder, 'bin', 'pip-audit');
  if (existsSync(program)) return program;
  const python = process.env.PYTHON || 'python3';
  const made = spawnSync(python, ['-m', 'venv', folder], { stdio: 'ignore' }).status === 0;
  const install = ['-m', 'pip', 'install', '--quiet', `pip-audit==${versions.pipAudit}`];
  if (made) spawnSync(path.join(folder, 'bin', 'python'), install, { stdio: 'ignore' });
  return existsSync(program) ? program : undefined;
}

export function verdictOf(output: string, complaint: string): Verdict {
  const report = parse(output);
  if (report === undefined) {
    const why = complaint.trim().split('\n').at(-1) || 'pip-audit gave no report';
    return { passed: undefined, summary: `the index could not be asked: ${why}`, lines: [] };
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
    return {
      passed: undefined,
      summary: `the index tells nothing of ${left} of ${report.dependencies.length} packages`,
      lines,
    };
  }
  return {
    passed: lines.length === 0,
    summary: `${plural(lines.length, 'known vulnerability', 'known vulnerabilities')} in ${plural(asked.length, 'package')}${left > 0 ? `, ${left} could not be asked about` : ''}`,
    lines,
  };
}

function parse(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}
