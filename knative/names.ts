import { fileURLToPath } from 'node:url';

/** This room. */
export const knativeFolder = fileURLToPath(new URL('./', import.meta.url));

/** kubectl's name of a Knative Service: `service` alone is Kubernetes' own kind. */
export const SERVICE_KIND = 'services.serving.knative.dev';
export const REVISION_KIND = 'revisions.serving.knative.dev';

/** Knative puts these labels on the pods and revisions of a Service, and on the pods of a revision. */
export const SERVICE_LABEL = 'serving.knative.dev/service';
export const REVISION_LABEL = 'serving.knative.dev/revision';

/** Selects the pods of a Service, or of one of its revisions. */
export function podSelector(service: string, revision?: string): string {
  return revision === undefined ? `${SERVICE_LABEL}=${service}` : `${REVISION_LABEL}=${revision}`;
}

/** The header with which a smoke test marks its requests, and its value. */
export const SMOKE_TAG_HEADER = 'knative-serving-tag';
export const SMOKE_TAG = 'smoke';

/** The function's container in its pods, as Knative calls it. */
export const CONTAINER = 'user-container';

/** Kubernetes' own label for one installation of an application among several: `deploy` sets it. */
export const INSTANCE_LABEL = 'app.kubernetes.io/instance';
