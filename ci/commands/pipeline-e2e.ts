import { gatewayOptions, runCommand } from '../../tools/command.ts';
import { Failure, messageOf, UsageError } from '../../tools/failure.ts';
import { table } from '../../tools/table.ts';
import { writeOut } from '../pipeline/handover.ts';
import { Checkout } from '../pipeline-e2e/checkout.ts';
import { type Proof, prove } from '../pipeline-e2e/scenario-run.ts';
import { scenarios } from '../pipeline-e2e/scenarios.ts';
import { Served } from '../pipeline-e2e/served.ts';

const NAMESPACE = 'ci-e2e';

await runCommand({
  name: 'ci:prove',
  help: `Runs the whole pipeline against a cluster and a registry, once as it should go and once for each way in which it can
fail, in a clone of this commit, in a namespace of its own. It ends with 0 when each run ended as it must, with the
cluster serving what it must, and no secret in any output.

  npm run ci:prove -- --repository 127.0.0.1:5000/prove/cats-vs-dogs --gateway http://127.0.0.1:31080 [options]

  --repository REF  where images are pushed to; a registry on this machine that wants no account
  --gateway URL     where requests enter the cluster
  --photos FOLDER   the archives to train with; without it nothing is trained
  --only TEXT       the runs whose names contain that alone
  --short           one as it should go and one that fails alone
  --namespace NAME  instead of ${NAMESPACE}
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
    const served = new Served(process.env.KUBE_CONTEXT, namespace, gateway);
    const checkout = new Checkout(namespace);
    const proofs: Proof[] = [];
    try {
      for (const scenario of chosen) {
        console.log(`\n=== ${scenario.name}`);
        const proof = await prove(scenario, { checkout, served, repository, gateway, photos });
        proofs.push(proof);
        console.log(
          `=== ${proof.complaint === undefined ? 'as it must' : `NOT AS IT MUST: ${proof.complaint}`}`,
        );
      }
      if (!keep) await served.remove();
    } catch (error) {
      console.error(messageOf(error));
      throw error;
    } finally {
      checkout.remove();
      report(proofs);
    }
    const wrong = proofs.filter(({ complaint }) => complaint !== undefined);
    if (wrong.length > 0)
      throw new Failure(wrong.map(({ name, complaint }) => `${name}: ${complaint}`).join('; '));
  },
});

function report(proofs: readonly Proof[]): void {
  const rows = proofs.map(({ name, seconds, end, serves, complaint }) => [
    name,
    `${seconds.toFixed(0)} s`,
    end,
    serves,
    complaint ?? '',
  ]);
  const text = `\n${table(rows, { right: [1] })}\n`;
  console.log(text);
  writeOut('prove.txt', text);
}
