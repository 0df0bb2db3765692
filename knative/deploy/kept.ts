import type { Kubectl } from '../../tools/kubectl.ts';
import { type Installation, PROJECT } from '../../tools/names.ts';
import { INSTANCE_LABEL } from '../names.ts';
import { imageOf, type KnativeService, type Template } from '../service/service.ts';

// What the next deploy keeps of the last one. It is in the cluster, so that it does not depend on who deploys from where:
// on the Service, and after `npx . cluster stop` in a ConfigMap.

const OVERLAY_ANNOTATION = `${PROJECT}/overlay`;
const SCALES = ['min-scale', 'max-scale'] as const;
/** The value of a scale's annotation after --no-scale. Server-side apply cannot remove what `scale` wrote. */
const OF_OVERLAY = 'overlay';

type Annotations = Record<string, string>;

export interface Kept {
  overlay?: string | undefined;
  /** Of a function that was stopped. */
  image?: string | undefined;
  /** The annotations of the template that `npx . cluster scale` set. */
  scale: Annotations;
}

/** Knative's annotations for a number of pods, with the same in ours, by which a deploy knows that a person chose them. */
export function scaleAnnotations(pods: { min?: number | undefined; max?: number | undefined }): Annotations {
  const values = { 'min-scale': pods.min, 'max-scale': pods.max };
  return Object.assign({}, ...SCALES.map((name) => scaleOf(name, values[name]?.toString())));
}

function scaleOf(name: (typeof SCALES)[number], pods: string | undefined): Annotations {
  if (pods === undefined) return {};
  // It stays, or its removal would be a change of its own.
  if (pods === OF_OVERLAY) return { [`${PROJECT}/${name}`]: pods };
  return { [`autoscaling.knative.dev/${name}`]: pods, [`${PROJECT}/${name}`]: pods };
}

/** Annotations after which the overlay's own scale holds again. */
export function withoutScale(scale: Annotations): Annotations {
  const ours = Object.keys(scale).filter((name) => name.startsWith(`${PROJECT}/`));
  return Object.fromEntries(ours.map((name) => [name, OF_OVERLAY]));
}

export function overlayAnnotation(overlay: string): Annotations {
  return { [OVERLAY_ANNOTATION]: overlay };
}

/** What the last deploy and `scale` left on a Service. */
export function keptOf({ metadata, spec }: Pick<KnativeService, 'metadata' | 'spec'>): Kept {
  return {
    overlay: metadata.annotations?.[OVERLAY_ANNOTATION],
    scale: scaleIn(spec.template),
  };
}

function scaleIn({ metadata }: Template): Annotations {
  const values = metadata?.annotations ?? {};
  return Object.assign({}, ...SCALES.map((name) => scaleOf(name, values[`${PROJECT}/${name}`])));
}

const stoppedName = ({ name }: Installation) => `${name}-stopped`;

/** Writes down what a Service was before it is stopped. */
export async function keepStopped(
  kubectl: Kubectl,
  installation: Installation,
  service: KnativeService,
): Promise<void> {
  const { name, namespace } = installation;
  const metadata = { name: stoppedName(installation), namespace, labels: { [INSTANCE_LABEL]: name } };
  const kept: Kept = { ...keptOf(service), image: imageOf(service.spec.template) };
  const data = { kept: JSON.stringify(kept) };
  await kubectl.apply([{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }]);
}

/** What `keepStopped` wrote; undefined when the function was never stopped. */
export async function findStopped(kubectl: Kubectl, installation: Installation): Promise<Kept | undefined> {
  const found = await kubectl.find<{ data?: { kept?: string } }>(
    'configmap',
    stoppedName(installation),
    installation.namespace,
  );
  return found?.data?.kept === undefined ? undefined : (JSON.parse(found.data.kept) as Kept);
}
