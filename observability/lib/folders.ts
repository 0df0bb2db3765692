import { fileURLToPath } from 'node:url';

export const observabilityFolder = fileURLToPath(new URL('../', import.meta.url));
/** Prometheus' rules as it reads them. */
export const generatedFolder = fileURLToPath(new URL('../prometheus/generated/', import.meta.url));
export const runbooksFolder = fileURLToPath(new URL('../runbooks/', import.meta.url));
