import { variables } from '../../../function/src/config.ts';
import { openApiDocument } from '../../../function/src/openapi/document.ts';
import type { Manifest } from '../../../tools/kustomize.ts';
import { PREFIX, wrongAutoscaling } from './autoscaling.ts';
import { quantity } from './quantity.ts';

// biome-ignore lint/suspicious/noExplicitAny: what shape it has, is what is checked
export type Any = any;

/** What an invariant looks at: everything that an overlay renders. */
export interface Rendered {
  all: Manifest[];
}

/** What is wrong, or undefined. */
export type Invariant = (rendered: Rendered) => string | undefined;

/** What queue-proxy waits for silence, before the function is told to end. */
const DRAIN_SECONDS = 30;
/** After which queue-proxy closes an idle connection to the function. */
const QUEUE_PROXY_IDLE_MS = 90_000;
/** Read by the C library and not by the function. */
const LIBRARY_VARIABLES = ['MALLOC_ARENA_MAX'];
const RESERVED_VARIABLES = ['PORT', 'K_SERVICE', 'K_CONFIGURATION', 'K_REVISION'];
const RESERVED_PORTS = [8008, 8012, 8013, 8022, 9090, 9091];

/** Allowed without any feature flag of Knative's. */
const POD_FIELDS = [
  ...['containers', 'volumes', 'containerConcurrency', 'timeoutSeconds', 'responseStartTimeoutSeconds'],
  ...['idleTimeoutSeconds', 'serviceAccountName', 'automountServiceAccountToken', 'enableServiceLinks'],
  'imagePullSecrets',
];
const CONTAINER_FIELDS = [
  ...['name', 'image', 'imagePullPolicy', 'command', 'args', 'workingDir', 'ports', 'env', 'envFrom'],
  ...['resources', 'volumeMounts', 'livenessProbe', 'readinessProbe', 'securityContext'],
  ...['terminationMessagePath', 'terminationMessagePolicy'],
];

const serviceOf = ({ all }: Rendered): Any =>
  all.find(({ apiVersion }) => apiVersion === 'serving.knative.dev/v1');
const podOf = (rendered: Rendered): Any => serviceOf(rendered).spec.template.spec;
const containerOf = (rendered: Rendered): Any => podOf(rendered).containers[0];
const ofKind = ({ all }: Rendered, kind: string): Any => all.find((manifest) => manifest.kind === kind);

/** The variables that the function gets, by the ConfigMap that its container names. */
function variablesOf(rendered: Rendered): Record<string, string> | undefined {
  const name = containerOf(rendered).envFrom?.[0]?.configMapRef?.name;
  const found: Any = rendered.all.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name,
  );
  return found?.data;
}

const milliseconds = (rendered: Rendered, name: keyof typeof variables): number =>
  Number(variablesOf(rendered)?.[name] ?? variables[name].default);

function firstOther(found: object, allowed: readonly string[]): string | undefined {
  return Object.keys(found).find((key) => !allowed.includes(key));
}

const isEndpoint = (path: unknown): boolean => {
  const { paths } = openApiDocument('0') as { paths: Record<string, Record<string, unknown>> };
  return typeof path === 'string' && paths[path]?.get !== undefined;
};

export const invariants: Readonly<Record<string, Invariant>> = {
  'the template has no name, for then nothing but the name may change': (rendered) =>
    serviceOf(rendered).spec.template.metadata.name && 'it has a name',

  'autoscaling annotations are on the template alone': (rendered) =>
    Object.keys(serviceOf(rendered).metadata.annotations ?? {}).find((key) => key.startsWith(PREFIX)),

  'autoscaling annotations are such as Knative takes': (rendered) =>
    wrongAutoscaling(serviceOf(rendered).spec.template.metadata.annotations),

  'there are 0 to 5 pods': (rendered) => {
    const annotations = serviceOf(rendered).spec.template.metadata.annotations;
    const range = `${annotations[`${PREFIX}min-scale`]} to ${annotations[`${PREFIX}max-scale`]}`;
    return range === '0 to 5' ? undefined : range;
  },

  'no field needs a feature flag, or is never allowed': (rendered) =>
    firstOther(podOf(rendered), POD_FIELDS) ?? firstOther(containerOf(rendered), CONTAINER_FIELDS),

  'there is one container with one port, which Knative does not need itself': (rendered) => {
    const { containers } = podOf(rendered);
    const ports: Any[] = containers[0].ports ?? [];
    if (containers.length !== 1 || ports.length !== 1) return 'there are more, or none';
    if (RESERVED_PORTS.includes(ports[0].containerPort)) return `${ports[0].containerPort} is Knative's`;
    return [undefined, 'http1', 'h2c'].includes(ports[0].name) ? undefined : ports[0].name;
  },

  'memory and CPU are asked for and limited, and no more asked for than allowed': (rendered) => {
    const { requests, limits } = containerOf(rendered).resources;
    return ['cpu', 'memory'].find((name) => !(quantity(requests[name]) <= quantity(limits[name])));
  },

  'a pod takes more photos than the autoscaler aims at, and no more than the function': (rendered) => {
    const target = Number(serviceOf(rendered).spec.template.metadata.annotations[`${PREFIX}target`]);
    const { containerConcurrency } = podOf(rendered);
    const most = Math.min(1000, milliseconds(rendered, 'MAX_IN_FLIGHT_REQUESTS'));
    return target <= containerConcurrency && containerConcurrency <= most
      ? undefined
      : String(containerConcurrency);
  },

  'a pod has more time to end than its drain and the slowest request take': (rendered) => {
    const { timeoutSeconds } = podOf(rendered);
    const request = (['HEADERS_TIMEOUT_MS', 'BODY_TIMEOUT_MS', 'PHOTO_FETCH_TIMEOUT_MS'] as const)
      .map((name) => milliseconds(rendered, name))
      .reduce((sum, one) => sum + one);
    return timeoutSeconds > DRAIN_SECONDS + request / 1000 && timeoutSeconds <= 600
      ? undefined
      : String(timeoutSeconds);
  },

  'queue-proxy and not the function closes an idle connection': (rendered) =>
    milliseconds(rendered, 'KEEP_ALIVE_TIMEOUT_MS') > QUEUE_PROXY_IDLE_MS
      ? undefined
      : 'the function closes it first',

  'queue-proxy asks the function whether it is ready, as often as it can': (rendered) => {
    const { httpGet, ...others } = containerOf(rendered).readinessProbe ?? {};
    if (!isEndpoint(httpGet?.path)) return `it asks ${httpGet?.path}`;
    return firstOther(others, ['successThreshold']);
  },

  'the kubelet ends a function that answers nothing, and no other': (rendered) => {
    const probe = containerOf(rendered).livenessProbe ?? {};
    if (!isEndpoint(probe.httpGet?.path)) return `it asks ${probe.httpGet?.path}`;
    const patience = (probe.periodSeconds ?? 10) * (probe.failureThreshold ?? 3);
    return patience >= 30 ? undefined : `after ${patience} s`;
  },

  'the container is one of a numbered user, and not of root': (rendered) => {
    const { runAsNonRoot, runAsUser, runAsGroup } = containerOf(rendered).securityContext;
    const numbered = [runAsUser, runAsGroup].every((id) => Number.isInteger(id) && id > 0);
    return runAsNonRoot === true && numbered ? undefined : `${runAsUser}:${runAsGroup}`;
  },

  'the container may write nothing, and has no privilege': (rendered) => {
    const { securityContext } = containerOf(rendered);
    const { readOnlyRootFilesystem, allowPrivilegeEscalation, privileged, capabilities, seccompProfile } =
      securityContext;
    const sealed =
      readOnlyRootFilesystem === true && allowPrivilegeEscalation === false && privileged === false;
    const dropped = JSON.stringify(capabilities) === '{"drop":["ALL"]}';
    return sealed && dropped && seccompProfile?.type === 'RuntimeDefault'
      ? undefined
      : JSON.stringify(securityContext);
  },

  'the pod gets no token and no list of services': (rendered) => {
    const { automountServiceAccountToken, enableServiceLinks } = podOf(rendered);
    return automountServiceAccountToken === false && enableServiceLinks === false ? undefined : 'it does';
  },

  'the configuration is there, and each of its variables is one that the function reads': (rendered) => {
    const data = variablesOf(rendered);
    if (data === undefined) return 'it is not there';
    for (const [name, value] of Object.entries(data)) {
      if (LIBRARY_VARIABLES.includes(name)) continue;
      const variable = (variables as Record<string, { parse(text: string): unknown }>)[name];
      if (RESERVED_VARIABLES.includes(name) || variable?.parse(value) === undefined)
        return `${name}=${value}`;
    }
    return undefined;
  },

  'another configuration has another name': (rendered) => {
    const { name } = ofKind(rendered, 'ConfigMap').metadata;
    return /-[a-z0-9]{10}$/.test(name) && ofKind(rendered, 'ConfigMap').immutable === true ? undefined : name;
  },

  'the image has a tag or a digest, and it is not latest': (rendered) => {
    const { image } = containerOf(rendered);
    return /(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image) ? undefined : image;
  },

  'traffic, where it says so, is that to the latest revision, and all of it': (rendered) => {
    const { traffic } = serviceOf(rendered).spec;
    const all = '[{"latestRevision":true,"percent":100}]';
    return traffic === undefined || JSON.stringify(traffic) === all ? undefined : JSON.stringify(traffic);
  },

  "the network policy is about the Service's pods, and both ways": (rendered) => {
    const { podSelector, policyTypes } = ofKind(rendered, 'NetworkPolicy').spec;
    const selected =
      podSelector.matchLabels?.['serving.knative.dev/service'] === serviceOf(rendered).metadata.name;
    return selected && JSON.stringify(policyTypes) === '["Ingress","Egress"]' ? undefined : 'it is not';
  },

  'nothing goes out, and requests come in from Knative and its gateway alone': (rendered) => {
    const { ingress, egress } = ofKind(rendered, 'NetworkPolicy').spec;
    if (egress?.length !== 0) return 'something goes out';
    const rules = (ingress as Any[]).filter(
      ({ ports }) => !ports || ports.some(({ port }: Any) => port === 8012),
    );
    const sources = rules
      .flatMap(({ from }) => from ?? [{}])
      .map(({ namespaceSelector }) => namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name']);
    return JSON.stringify(sources) === '["knative-serving","kourier-system"]' ? undefined : String(sources);
  },

  'everything is in the namespace, which enforces what the container promises': (rendered) => {
    const { metadata } = ofKind(rendered, 'Namespace');
    if (metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted') return 'it does not';
    return rendered.all.find(
      ({ kind, metadata: { namespace } }) => kind !== 'Namespace' && namespace !== metadata.name,
    )?.metadata.name;
  },

  "everything has Kubernetes' recommended labels, pods too": (rendered) => {
    const labels = ['name', 'component', 'part-of', 'managed-by'].map((name) => `app.kubernetes.io/${name}`);
    const metadata: Any[] = [...rendered.all, serviceOf(rendered).spec.template].map(
      (object) => object.metadata,
    );
    return metadata.find((each) => labels.some((label) => !each.labels?.[label])) && 'one has not';
  },
};
