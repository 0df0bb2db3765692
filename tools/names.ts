import { fileURLToPath } from 'node:url';

/** The Knative Service, its namespace and its image in the manifests have one name. */
export const NAME = 'cats-vs-dogs';

/** Knative's name of a Service, which Kubernetes' own Service would be taken for. */
export const SERVICE_KIND = 'services.serving.knative.dev';
export const REVISION_KIND = 'revisions.serving.knative.dev';

/** Of the pods of all revisions, and of one. */
export const SERVICE_LABEL = 'serving.knative.dev/service';
export const REVISION_LABEL = 'serving.knative.dev/revision';

/** The function's container in its pods, as Knative calls it. */
export const CONTAINER = 'user-container';

export const KIND_CLUSTER = 'cats-vs-dogs';
/** What kind calls it in kubectl's configuration. */
export const KIND_CONTEXT = `kind-${KIND_CLUSTER}`;

export const root = fileURLToPath(new URL('../', import.meta.url));
export const knativeFolder = fileURLToPath(new URL('../knative/', import.meta.url));

/** The command line: `node FILE GROUP VERB` is what `npx . GROUP VERB` runs. */
export const cliFile = fileURLToPath(new URL('../function/cli/cats-vs-dogs.mjs', import.meta.url));
