import { fileURLToPath } from 'node:url';

const folder = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export const observabilityFolder = folder('./');
/** What is deployed: kustomize reads it. */
export const stackFolder = folder('./stack/');
/** Prometheus' rules as it reads them. */
export const generatedFolder = folder('./stack/prometheus/generated/');
export const runbooksFolder = folder('./runbooks/');
