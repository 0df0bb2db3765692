import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { overlayFolder, render } from '../../knative/deploy/overlay.ts';
import { gatewayFacts, gatewayOf } from '../../knative/service/gateway.ts';
import { type KnativeService, urlOf } from '../../knative/service/service.ts';
import { type Client, clientOf } from '../../tools/http.ts';
import type { Kubectl } from '../../tools/kubectl.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { NAME, SERVICE_KIND } from '../../tools/names.ts';

/** Of these tests alone. */
export const NAMESPACE = 'observability-e2e';
const POLL_MS = 1000;

const photo = readFileSync(new URL('../../function/samples/chelsea.png', import.meta.url));

export interface Deployment {
  image: string;
  /** Variables of the function that make it go wrong. */
  env?: Readonly<Record<string, string>>;
}

/** Brings the function to the tests' namespace. It sleeps as early as Knative lets it: the hardest case to count. */
export async function deploy(kubectl: Kubectl, { image, env = {} }: Deployment): Promise<void> {
  const { service, others } = await render(kubectl, overlayFolder('kind'));
  const inNamespace = (manifest: Manifest): Manifest =>
    manifest.kind === 'Namespace'
      ? { ...manifest, metadata: { ...manifest.metadata, name: NAMESPACE } }
      : { ...manifest, metadata: { ...manifest.metadata, namespace: NAMESPACE } };
  const { template } = service.spec;
  const [container] = template.spec.containers;
  const changed = {
    ...inNamespace(service),
    spec: {
      template: {
        ...template,
        metadata: {
          ...template.metadata,
          annotations: { ...template.metadata?.annotations, 'autoscaling.knative.dev/window': '6s' },
        },
        spec: {
          ...template.spec,
          containers: [
            { ...container, image, env: Object.entries(env).map(([name, value]) => ({ name, value })) },
          ],
        },
      },
    },
  };
  for (const manifest of others.map(inNamespace)) await kubectl.apply([manifest]);
  await kubectl.apply([changed]);
  const { metadata } = await serviceOf(kubectl);
  await until(
    async () => {
      const { status } = await serviceOf(kubectl);
      const ready = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
      return ready === true && status?.observedGeneration === metadata.generation;
    },
    { what: 'the function to be ready', seconds: 120 },
  );
}

export async function remove(kubectl: Kubectl): Promise<void> {
  await kubectl.run(['delete', 'namespace', NAMESPACE, '--ignore-not-found']);
}

async function serviceOf(kubectl: Kubectl): Promise<KnativeService> {
  return (await kubectl.find<KnativeService>(SERVICE_KIND, NAME, NAMESPACE))!;
}

export async function clientFor(kubectl: Kubectl): Promise<Client> {
  const address = urlOf(await serviceOf(kubectl))!;
  return clientOf(address, gatewayOf(address, await gatewayFacts(kubectl, undefined)));
}

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

/** Waits until no pod of the function is left, not even one that ends. */
export async function asleep(kubectl: Kubectl): Promise<void> {
  await until(
    async () => {
      const { items } = await kubectl.json<{ items: unknown[] }>(['get', 'pods', '--namespace', NAMESPACE]);
      return items.length === 0;
    },
    { what: 'the last pod to end', seconds: 240 },
  );
}

/** Looks again and again. @throws Error when it does not come true in time */
export async function until(
  isTrue: () => Promise<boolean>,
  { what, seconds }: { what: string; seconds: number },
): Promise<void> {
  for (const endsAt = Date.now() + seconds * 1000; ; await pause(POLL_MS)) {
    if (await isTrue()) return;
    if (Date.now() > endsAt) throw new Error(`waited ${seconds} s for ${what}`);
  }
}
