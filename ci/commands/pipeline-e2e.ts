import { Command } from '@commander-js/extra-typings';
import { FunctionInCluster } from '../../knative/harness/function-in-cluster.ts';
import { Failure, UsageError } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { table } from '../../tools/table.ts';
import { writeOut } from '../pipeline/handover.ts';
import { Checkout } from '../pipeline-e2e/checkout.ts';
import { runScenario, type ScenarioResult } from '../pipeline-e2e/run-scenario.ts';
import { scenarios } from '../pipeline-e2e/scenarios.ts';

const NAMESPACE = 'ci-e2e';

export default () =>
  new Command()
    .description(
      `Runs the whole pipeline against a cluster and a registry, once as it should go and once for each way in which it can
      fail, in a clone of this commit, with a Knative Service and a namespace of its own. It ends with 0 when each run ended as expected, the
      cluster serves the expected revision, and no secret is in any output.`,
    )
    .requiredOption(
      '--repository <ref>',
      'where images are pushed to, as 127.0.0.1:5000/e2e/cats-vs-dogs: a registry on this machine without accounts',
    )
    .requiredOption('--gateway <url>', 'where requests enter the cluster, as http://127.0.0.1:31080')
    .option('--photos <folder>', 'the archives to train with; without it nothing is trained')
    .option('--only <text>', 'only the runs with that in their names')
    .option('--short', 'only one as it should go and one that fails')
    .option('--namespace <name>', 'of the namespace and the Service', NAMESPACE)
    .option('--keep', 'leave the namespace as it is in the end')
    .addHelpText(
      'after',
      '\nA registry: go run github.com/google/go-containerregistry/cmd/registry@v0.20.6 -port 5000',
    )
    .action(async ({ repository, gateway, photos, only, short, namespace, keep }) => {
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
      } finally {
        checkout.remove();
        report(results);
      }
      const wrong = results.filter(({ complaint }) => complaint !== undefined);
      if (wrong.length > 0)
        throw new Failure(wrong.map(({ name, complaint }) => `${name}: ${complaint}`).join('; '));
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
