import { Failure } from '../../tools/failure.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import type { Stack } from './names.ts';

const WAIT_SECONDS = 300;

/** Applies the manifests, the namespace first, and waits until everything runs. @throws Failure when it does not */
export async function apply({ kubectl, namespace }: Stack, manifests: readonly Manifest[]): Promise<void> {
  const isNamespace = ({ kind }: Manifest) => kind === 'Namespace';
  await kubectl.apply(manifests.filter(isNamespace));
  await kubectl.apply(manifests.filter((manifest) => !isNamespace(manifest)));
  const workloads = manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet');
  for (const { kind, metadata } of workloads) {
    const name = `${kind.toLowerCase()}/${metadata.name}`;
    try {
      await kubectl.run([
        ...['rollout', 'status', name, '--namespace', namespace, '--timeout', `${WAIT_SECONDS}s`],
      ]);
    } catch {
      throw new Failure(`${name} does not run: kubectl describe ${name} --namespace ${namespace} tells why`);
    }
  }
}
