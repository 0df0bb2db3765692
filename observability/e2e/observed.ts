import { readFileSync } from 'node:fs';
import { FunctionInCluster, type Variant } from '../../knative/harness/function-in-cluster.ts';
import type { Client } from '../../tools/http.ts';
import { Kubectl } from '../../tools/kubectl.ts';

const photo = readFileSync(new URL('../../function/samples/chelsea.png', import.meta.url));
/** How long Knative and the function take to end the last pod, at most. */
const ASLEEP_MS = 240_000;

/** The function of these tests. It scales to zero as early as Knative allows: the hardest case to count. */
class Observed extends FunctionInCluster {
  override deploy(variant: Variant): Promise<void> {
    const annotations = { 'autoscaling.knative.dev/window': '6s', ...variant.annotations };
    return super.deploy({ ...variant, annotations });
  }

  /** Waits until no pod is left, not even one that ends. */
  asleep(): Promise<void> {
    return this.allPodsGone(ASLEEP_MS);
  }
}

/** Its name is not the default one: rules and dashboards work for any. */
export const observed = new Observed(new Kubectl(), { name: 'observed', namespace: 'observability-e2e' });

/** Sends so many photos, a few at once. @returns how many were answered with each status */
export async function send(
  client: Client,
  count: number,
  body: Buffer = photo,
): Promise<Map<number, number>> {
  const answers = new Map<number, number>();
  let left = count;
  const sender = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const headers = { 'content-type': 'image/png' };
      const { status } = await client.ask({ method: 'POST', path: '/predict', headers, body });
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: Math.min(8, count) }, sender));
  return answers;
}

/** Says of an answer without review that it was right. */
export async function sendVerdict(client: Client): Promise<void> {
  const verdict = { photo_sha256: 'f'.repeat(64), verdict: 'cat', predicted: 'cat', probability: 0.9999 };
  const headers = { 'content-type': 'application/json' };
  const body = Buffer.from(JSON.stringify(verdict));
  const { status } = await client.ask({ method: 'POST', path: '/verdicts', headers, body });
  if (status !== 200) throw new Error(`the verdict got ${status}`);
}
