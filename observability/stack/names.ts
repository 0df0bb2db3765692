/** Everything here is in it. */
export const NAMESPACE = 'monitoring';

/** What runs, by its Deployment's name, with the port of its pages. Kind maps each to the same port of this machine. */
export const PARTS = {
  prometheus: { port: 9090, needed: true },
  alertmanager: { port: 9093, needed: true },
  grafana: { port: 3000, needed: false },
} as const;

export type Part = keyof typeof PARTS;
