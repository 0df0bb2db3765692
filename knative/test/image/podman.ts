import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment, Launch } from '../../../function/harness/built-server.ts';
import { messageOf } from '../../../tools/failure.ts';
import { runSync, succeeds } from '../../../tools/process.ts';
import { baseImages } from '../../image/base-images.ts';

/** As strict as the platform is, and stricter: nothing is writable. */
export const RESTRICTIONS = [
  ...['--read-only', '--read-only-tmpfs=false'],
  ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  ...['--memory', '256m', '--cpus', '1'],
];

/** What a podman command printed. @throws Error with what it complained about */
export function podman(...args: string[]): string {
  return runSync('podman', args).trim();
}

/** Why no image can be built and run here, and what would help; undefined where one can. */
export function whyNoContainers(root: string): string | undefined {
  if (!succeeds('podman', '--version')) return 'podman is missing (Debian: apt-get install podman)';
  const images = baseImagesHere(root);
  for (const { reference } of images) {
    if (!succeeds('podman', 'image', 'exists', reference)) {
      return `its base image is missing (podman pull ${reference})`;
    }
  }
  const { reference } = images.find(({ argument }) => argument === 'RUNTIME_IMAGE')!;
  try {
    podman('run', '--rm', ...RESTRICTIONS, reference, '--version');
    return undefined;
  } catch (error) {
    return `podman cannot run a container here: ${messageOf(error)}`;
  }
}

/** The base images that a build takes here: those of the environment, otherwise those of the Dockerfile. */
export function baseImagesHere(root: string): { argument: string; reference: string }[] {
  const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8');
  return baseImages(dockerfile).map(({ argument, reference }) => ({
    argument,
    reference: process.env[argument] || reference,
  }));
}

/**
 * Starts servers as restricted containers of an image. They use the network of this machine, for the proxy of a
 * published port hides from the function how its clients behave.
 */
export function launchContainer(image: string): Launch {
  return (port, env) => {
    const name = `cats-vs-dogs-test-${process.pid}-${port}`;
    const child = spawn(
      'podman',
      [
        ...['run', '--rm', '--name', name, '--network', 'host', '--no-healthcheck', ...RESTRICTIONS],
        ...environment({ PORT: String(port), ...env }),
        image,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    return {
      child,
      pid: () => Number(podman('inspect', '--format', '{{.State.Pid}}', name)),
      // Not to the client, which a SIGKILL would part from its container. A container that has ended needs none.
      signal: (signal) => void succeeds('podman', 'kill', '--signal', signal, name),
      memoryIsLimited: true,
    };
  };
}

function environment(env: Environment): string[] {
  return Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
}
