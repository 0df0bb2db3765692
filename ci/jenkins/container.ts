import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { root } from '../../tools/names.ts';
import type { Environment } from '../../tools/process.ts';
import { userCache } from '../../tools/user-cache.ts';
import { credentials } from '../pipeline/pipeline.ts';

export const NAME = 'cats-vs-dogs-jenkins';
export const IMAGE = 'cats-vs-dogs-jenkins:local';
export const VOLUME = 'cats-vs-dogs-jenkins';
const PORT = 8081;

/** Variables that Jenkins gets as they are; the secrets become its credentials. */
const PASSED = [
  ...Object.keys(credentials),
  ...['IMAGE_REPOSITORY', 'REGISTRY_USERNAME', 'SERVICE_NAME', 'SERVICE_NAMESPACE', 'KNATIVE_GATEWAY'],
];

export interface Setup {
  url: string;
  passwordFile: string;
  /** For docker. No secret is in it: docker takes the values of the variables that it names from `env`. */
  args: string[];
  env: Environment;
}

/** How the container of Jenkins is started. */
export function setup(env: Environment, repositoryUrl: string | undefined): Setup {
  const url = `http://127.0.0.1:${PORT}/`;
  const passwordFile = path.join(userCache(env), 'jenkins-password');
  const own = {
    JENKINS_ADMIN_PASSWORD: passwordOf(passwordFile),
    JENKINS_URL: url,
    REPOSITORY_URL: repositoryUrl ?? 'file:///repository',
  };
  const kube = path.join(homedir(), '.kube');
  return {
    url,
    passwordFile,
    env: { ...env, ...own },
    args: [
      ...['run', '--detach', '--name', NAME, '--restart', 'unless-stopped'],
      // The cluster of Kind, and a registry on this machine, are at 127.0.0.1 for it, too.
      ...['--network', 'host', '--env', `JENKINS_OPTS=--httpPort=${PORT} --httpListenAddress=127.0.0.1`],
      ...[...PASSED.filter((name) => env[name]), ...Object.keys(own)].flatMap((name) => ['--env', name]),
      ...['--volume', `${VOLUME}:/var/jenkins_home`],
      ...['--volume', `${root}:/repository:ro`],
      ...['--volume', '/var/run/docker.sock:/var/run/docker.sock', '--group-add', dockerGroup()],
      ...(existsSync(kube) ? ['--volume', `${kube}:/var/jenkins_home/.kube:ro`] : []),
      IMAGE,
    ],
  };
}

/** Of whoever may use the daemon; root's where the socket is not there. */
function dockerGroup(): string {
  const line = /^docker:[^:]*:(\d+):/m.exec(
    existsSync('/etc/group') ? readFileSync('/etc/group', 'utf8') : '',
  );
  return line?.[1] ?? '0';
}

function passwordOf(file: string): string {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(18).toString('base64url')}\n`, { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}
