import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { succeeds } from '../../tools/process.ts';
import { type Run, runCli } from '../../tools/test/processes.ts';
import { knativeFolder } from '../names.ts';
import { gatewayFacts, gatewayOf } from '../service/gateway.ts';
import { imageOfRelease, imageUnderTest, kubectl } from './harness.ts';

const NAMESPACE = 'role-e2e';
const ACCOUNT = `system:serviceaccount:${NAMESPACE}:deployer`;
const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-role-'));
const KUBECONFIG = path.join(folder, 'kubeconfig');
let gateway: string[] = [];

/** Runs a command as the service account of the Role, and nobody else. */
async function asDeployer(name: string, ...args: string[]): Promise<Run> {
  const { PATH = '' } = process.env;
  const agreement = ['status', 'logs', 'smoke'].includes(name) ? [] : ['--yes'];
  const env = { PATH, KUBECONFIG, SERVICE_NAMESPACE: NAMESPACE };
  const run = await runCli(['cluster', name, ...args, ...agreement], env);
  // Each command that changes the cluster names it first.
  return { ...run, stderr: run.stderr.replace(/^context .*, server .*, namespace .*\n/, '') };
}

beforeAll(async () => {
  await kubectl.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }]);
  const role = path.join(knativeFolder, 'roles/deployer.yaml');
  await kubectl.run(['apply', '--namespace', NAMESPACE, '--filename', role]);
  const token = (await kubectl.run(['create', 'token', 'deployer', '--namespace', NAMESPACE])).trim();
  const config = parse(await kubectl.run(['config', 'view', '--raw', '--minify']));
  config.users[0].user = { token };
  writeFileSync(KUBECONFIG, stringify(config), { mode: 0o600 });
  const address = new URL(`http://cats-vs-dogs.${NAMESPACE}.example.com`);
  const found = gatewayOf(address, await gatewayFacts(kubectl, undefined));
  gateway = found === undefined ? [] : ['--gateway', found.href];
});

afterAll(async () => {
  await kubectl.run(['delete', 'namespace', NAMESPACE, '--ignore-not-found']);
  rmSync(folder, { recursive: true });
});

it.each([
  ['get', 'secrets'],
  ['create', 'pods'],
  ['create', 'pods/exec'],
  ['patch', 'namespaces'],
  ['delete', 'configmaps'],
  ['patch', 'roles.rbac.authorization.k8s.io'],
])('may not %s %s', (verb, resource) => {
  const may = succeeds('kubectl', 'auth', 'can-i', verb, resource, '--namespace', NAMESPACE, '--as', ACCOUNT);
  expect(may).toBe(false);
});

it('is enough for a whole life', async () => {
  const first = await asDeployer('deploy', '--overlay', 'kind', '--image', imageUnderTest(), ...gateway);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain(`the namespace ${NAMESPACE} stays as it is: you may not change it`);
  const next = ['--image', imageOfRelease('next'), '--step', '50,100', '--watch', '6'];
  for (const [name, ...args] of [
    ['smoke', ...gateway],
    ['rollout', ...next, ...gateway],
    ['rollback'],
    ['scale', '--min', '1', ...gateway],
    ['restart', ...gateway],
    ['status'],
    ['logs'],
    ['stop'],
  ] as const) {
    expect(await asDeployer(name, ...args)).toMatchObject({ code: 0, stderr: '' });
  }
});
