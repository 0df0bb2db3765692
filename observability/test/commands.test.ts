import { describe, expect, it } from 'vitest';
import { emptyFolder, pathWith, runCli } from '../../tools/test/processes.ts';

/** Runs a verb with nothing in the PATH. */
function monitoring(...words: string[]) {
  const empty = emptyFolder();
  return runCli(['monitoring', ...words], { PATH: empty, HOME: empty });
}

describe('without its programs', () => {
  it.each(['deploy', 'status', 'stop', 'delete', 'logs prometheus', 'alerts-status', 'grafana-password'])(
    'npx . monitoring %s says that kubectl is missing',
    async (words) => {
      const [verb = '', ...args] = words.split(' ');
      const { code, stderr } = await monitoring(verb, ...args);
      expect(stderr).toMatch(new RegExp(`^monitoring ${verb}: kubectl is missing: https://kubernetes.io/`));
      expect(code).toBe(1);
    },
  );

  it('npx . monitoring local and alerts-test say how to get theirs', async () => {
    const local = await monitoring('local');
    expect(local.stderr).toMatch(
      /^monitoring local: prometheus is missing: go install github\.com\/prometheus/,
    );
    const test = await monitoring('alerts-test', '--local');
    expect(test.stderr).toMatch(
      /^monitoring alerts-test: alertmanager is missing: go install github\.com\/prometheus/,
    );
    expect([local.code, test.code]).toEqual([1, 1]);
  });
});

it.each(['2.53.0', '3.9.1'])('npx . monitoring local says that Prometheus %s is too old', async (version) => {
  const PATH = pathWith('prometheus', { stdout: `prometheus, version ${version} (branch: HEAD)` });
  const { code, stderr } = await runCli(['monitoring', 'local'], { PATH });
  expect(stderr).toContain(
    `the rules need Prometheus 3.16.0 or newer, found: ${version}; go install github.com/prometheus/`,
  );
  expect(code).toBe(1);
});

describe('wrong use', () => {
  it.each([
    [
      'a part that it does not have',
      ['logs', 'loki'],
      'Allowed choices are prometheus, alertmanager, grafana',
    ],
    ['a number that is none', ['logs', 'grafana', '--tail', 'all'], '--tail must be a whole number'],
    ['a part that cannot be left out', ['deploy', '--without', 'prometheus'], '--without must name some of'],
    ['an address that is none', ['alerts-status', '--url', 'x'], '--url must be an address'],
  ])('%s: ends with 2 and says what is allowed', async (_, words, complaint) => {
    const { code, stderr } = await monitoring(...words);
    expect(stderr).toContain(complaint);
    expect(code).toBe(2);
  });
});
