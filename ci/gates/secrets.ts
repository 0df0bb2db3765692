import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator as preset } from '@secretlint/secretlint-rule-preset-recommend';
import { git } from '../../tools/git.ts';
import { root } from '../../tools/names.ts';
import { plural } from '../../tools/plural.ts';
import type { Environment } from '../../tools/process.ts';
import type { Gate } from './gate.ts';

/** Longer ones are pictures and models. */
const MAX_TEXT_BYTES = 2e6;

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: preset }] };

/** What looks like a secret in a text, without the secret itself. */
export async function findSecrets(name: string, content: string): Promise<string[]> {
  const { messages } = await lintSource({
    source: { filePath: name, content, contentType: 'text', ext: path.extname(name) },
    options: { config, maskSecrets: true, noPhysicFilePath: true },
  });
  return messages.map(({ ruleId, message, loc }) => `${name}:${loc.start.line} ${message} [${ruleId}]`);
}

/** What is committed, and every line that a commit since the last build added, even when a later one removed it. */
export const secrets: Gate = {
  name: 'secrets',
  async check() {
    const findings: string[] = [];
    const tracked = git('ls-files', '-z').split('\0').filter(Boolean);
    let files = 0;
    for (const file of tracked) {
      const text = textOf(path.join(root, file), MAX_TEXT_BYTES);
      if (text === undefined) continue;
      files += 1;
      findings.push(...(await findSecrets(file, text)));
    }
    const base = diffBase(process.env);
    const added = addedLines(
      git('log', '--patch', '--unified=0', '--no-color', '--no-ext-diff', `${base}..HEAD`),
    );
    for (const [file, lines] of added) {
      findings.push(...(await findSecrets(`${file} (in a commit since ${base.slice(0, 12)})`, lines)));
    }
    return {
      passed: findings.length === 0,
      lines: findings,
      summary: `${plural(files, 'file')} and ${added.size} changed since ${base.slice(0, 12)}`,
    };
  },
};

/** What is in a file; undefined where it is no text, or none that people write by hand. */
export function textOf(file: string, maxBytes: number): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size > maxBytes) return undefined;
  const content = readFileSync(file);
  return content.includes(0) ? undefined : content.toString('utf8');
}

/** From where on commits are looked at: the last build that passed, else where main was left, else the last commit. */
export function diffBase(env: Environment): string {
  const candidates = [env.GIT_PREVIOUS_SUCCESSFUL_COMMIT, 'origin/main', 'main', 'HEAD~1', 'HEAD'];
  for (const candidate of candidates) {
    if (!candidate) continue;
    try {
      return git('merge-base', candidate, 'HEAD');
    } catch {
      // Not in this clone.
    }
  }
  throw new Error('HEAD has no commit');
}

/** The lines that a patch adds, by file. */
export function addedLines(patch: string): Map<string, string> {
  const found = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of patch.split('\n')) {
    if (line.startsWith('+++ ')) {
      const file = line.slice(4).replace(/^b\//, '');
      lines = found.get(file) ?? [];
      if (file !== '/dev/null') found.set(file, lines);
    } else if (line.startsWith('+')) lines.push(line.slice(1));
  }
  return new Map([...found].map(([file, added]) => [file, added.join('\n')]));
}
