import { FunctionInCluster } from '../../knative/harness/function-in-cluster.ts';
import { gatewayOptions, runCommand } from '../../tools/command.ts';
import { Failure, messageOf, UsageError } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { table } from '../../tools/table.ts';
import { writeOut } from '../pipeline/handover.ts';
import { Checkout } from '../pipeline-e2e/checkout.ts';
import { runScenario, type ScenarioResult } from '../pipeline-e2e/run-scenario.ts';
import { scenarios } from '../pipeline-e2e/scenarios.ts';

const NAMESPACE = 'ci-e2e';

await runCommand({
  name: 'ci:e2e',
  help: `Runs the whole pipeline against a cluster and a registry, once as it should go and once for each way in which it can
fail, in a clone of this commit, with a Knative Service and a namespace of its own. It ends with 0 when each run ended as it must, with the
cluster serving what it must, and no secret in any output.

  npm run ci:e2e -- --repository 127.0.0.1:5000/e2e/cats-vs-dogs --gateway http://127.0.0.1:31080 [options]

  --repository REF  where images are pushed to; a registry on this machine that wants no account
  --gateway URL     where requests enter the cluster
  --photos FOLDER   the archives to train with; without it nothing is trained
  --only TEXT       the runs whose names contain that alone
  --short           one as it should go and one that fails alone
  --namespace NAME  of the namespace and the Service, instead of ${NAMESPACE}
  --keep            leave the namespace as it is in the end

A registry: go run github.com/google/go-containerregistry/cmd/registry@v0.20.6 -port 5000`,
  options: {
    repository: { type: 'string' },
    photos: { type: 'string' },
    only: { type: 'string' },
    short: { type: 'boolean' },
    namespace: { type: 'string', default: NAMESPACE },
    keep: { type: 'boolean' },
    ...gatewayOptions,
  },
  async run({ repository, gateway, photos, only, short, namespace, keep }) {
    if (repository === undefined) throw new UsageError('--repository is missing');
    if (gateway === undefined) throw new UsageError('--gateway is missing');
    const chosen = scenarios.filter(
      (one) => one.name.includes(only ?? '') && (!one.trains || photos) && (!short || one.short),
    );
    if (chosen.length === 0)
      throw new UsageError(`--only must be in one of: ${scenarios.map(({ name }) => name).join('; ')}`);
    const kubectl = new Kubectl(process.env.KUBE_CONTEXT || undefined);
    const deployed = new FunctionInCluster(kubectl, { name: namespace, namespace }, gateway);
    const checkout = new Checkout();
    const results: ScenarioResult[] = [];
    try {
      for (const scenario of chosen) {
        console.log(`\n=== ${scenario.name}`);
        const result = await runScenario(scenario, { checkout, deployed, repository, gateway, photos });
        results.push(result);
        console.log(
          `=== ${result.complaint === undefined ? 'as it must' : `NOT AS IT MUST: ${result.complaint}`}`,
        );
      }
      if (!keep) await deployed.remove();
    } catch (error) {
      console.error(messageOf(error));
      throw error;
    } finally {
      checkout.remove();
      report(results);
    }
    const wrong = results.filter(({ complaint }) => complaint !== undefined);
    if (wrong.length > 0)
      throw new Failure(wrong.map(({ name, complaint }) => `${name}: ${complaint}`).join('; '));
  },
});

function report(results: readonly ScenarioResult[]): void {
  const rows = results.map(({ name, seconds, end, serves, complaint }) => [
    name,
    `${seconds.toFixed(0)} s`,
    end,
    serves,
    complaint ?? '',
  ]);
  const text = `\n${table(rows, { right: [1] })}\n`;
  console.log(text);
  writeOut('pipeline-e2e.txt', text);
}
