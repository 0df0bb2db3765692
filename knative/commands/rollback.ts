import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { BUSY } from '../rollout/begin.ts';
import { goBack } from '../rollout/changes.ts';
import { kubectlCluster } from '../rollout/kubectl-cluster.ts';
import { settled } from '../rollout/settled.ts';
import { PREVIOUS_ANNOTATION, stateOf } from '../rollout/state.ts';
import { templateOf } from '../service/service.ts';

await runCommand({
  name: 'rollback',
  help: `Gives all traffic to the last good revision at once: of a rollout under way the one that it began with, else the
one that served before the present one.

  npm run rollback -- [options]

${CLUSTER_HELP}`,
  options: clusterOptions,
  async run({ context }) {
    const cluster = kubectlCluster(new Kubectl(context), installationOf(), undefined);
    const service = await cluster.service();
    const state = stateOf(service);
    const revision = state?.stable ?? service.metadata.annotations?.[PREVIOUS_ANNOTATION];
    if (revision === undefined) {
      throw new Failure('there is no revision to go back to: npm run status shows those that there are');
    }
    const template = templateOf(await cluster.revision(revision));
    const reason = state === undefined ? {} : { reason: 'ended by npm run rollback' };
    const change = goBack(service, { revision, template, ...reason });
    if (!(await cluster.patch(change))) throw new Failure(BUSY);
    await settled(cluster);
    console.log(`${revision} serves all traffic`);
  },
});
