import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { Failure } from '../../tools/failure.ts';
import { root } from '../../tools/names.ts';
import { mustSucceed, succeeds } from '../../tools/process.ts';
import { waitUntil } from '../../tools/wait-until.ts';
import { IMAGE, NAME, setup } from '../jenkins/container.ts';

const START_TIMEOUT_MS = 300_000;
const INTERVAL_MS = 2000;

export default () =>
  new Command()
    .description(
      `Starts a Jenkins with this pipeline on Docker and prints its address. Its plugins, credentials and job are those of
      ci/jenkins. When it runs already, it is replaced and keeps its builds.`,
    )
    .option('--repository <url>', "the repository that it builds; without it this folder's commits")
    .addHelpText(
      'after',
      `
The secrets KAGGLE_USERNAME, KAGGLE_KEY and REGISTRY_TOKEN of the environment become its credentials; IMAGE_REPOSITORY,
REGISTRY_USERNAME and KNATIVE_GATEWAY are passed on. It uses this machine's Docker, and the clusters of ~/.kube.`,
    )
    .action(async ({ repository }) => {
      if (!succeeds('docker', 'info')) {
        throw new Failure(
          'docker is missing, or its daemon does not run: https://docs.docker.com/get-started/get-docker',
        );
      }
      await mustSucceed('docker', ['build', '--tag', IMAGE, path.join(root, 'ci/jenkins')]);
      succeeds('docker', 'rm', '--force', NAME);
      const { url, passwordFile, args, env } = setup(process.env, repository);
      await mustSucceed('docker', args, { env });
      // Jenkins answers 503 during its start, and 403 before its users are set up.
      const answers = () =>
        fetch(`${url}login`)
          .then(({ status }) => status === 200)
          .catch(() => false);
      if (!(await waitUntil(answers, { timeoutMs: START_TIMEOUT_MS, intervalMs: INTERVAL_MS }))) {
        throw new Failure(
          `it does not answer within ${START_TIMEOUT_MS / 1000} s: docker logs ${NAME} tells why`,
        );
      }
      console.log(`${url} is Jenkins; the user is admin, the password is in ${passwordFile}`);
      console.log('next: choose cats-vs-dogs, main, Build with Parameters');
    });
