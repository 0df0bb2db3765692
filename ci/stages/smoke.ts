import { servingRevision } from '../../knative/rollout/begin.ts';
import { KubectlCluster } from '../../knative/rollout/kubectl-cluster.ts';
import { rollBack } from '../../knative/rollout/roll-back.ts';
import { PREVIOUS_ANNOTATION } from '../../knative/rollout/state.ts';
import { smoke } from '../../knative/smoke/smoke.ts';
import { Failure, messageOf } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { takeOver } from '../pipeline/handover.ts';
import { runStage } from '../pipeline/stage.ts';

await runStage({
  name: 'smoke',
  help: `tries what is deployed from outside: photos, labels, latency, the shape of errors. When it fails, all traffic goes back
to the revision that served before, and the stage fails. Reads ci/out/deploy.json, KUBE_CONTEXT, SERVICE_*, KNATIVE_GATEWAY.`,
  async run({ context, installation, gateway }) {
    const { revision } = takeOver('deploy');
    const cluster = new KubectlCluster(new Kubectl(context), installation, gateway);
    const service = await cluster.service();
    const serves = servingRevision(service);
    // Nothing that somebody else brought is taken away again.
    if (serves !== revision)
      throw new Failure(`${serves} serves, not ${revision}: run ci/stage deploy again`);
    const client = await cluster.clientOf(service);
    try {
      const { model, medianMs } = await smoke(client);
      return `${revision} answers as it must: model ${model.version}, ${Math.round(medianMs)} ms a photo`;
    } catch (error) {
      const why = `${revision} failed its smoke test: ${messageOf(error)}`;
      const previous = service.metadata.annotations?.[PREVIOUS_ANNOTATION];
      if (previous === undefined) throw new Failure(`${why}; nothing served before it, so it was left`);
      await rollBack(cluster);
      throw new Failure(`${why}; ${previous} serves again`);
    } finally {
      client.close();
    }
  },
});
