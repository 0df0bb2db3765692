/** Everything here is in it. */
export const NAMESPACE = 'monitoring';

/** The port of each part's pages, by its Deployment's name. Kind maps it to the same port of this machine. */
export const PARTS = { prometheus: 9090, alertmanager: 9093, grafana: 3000 } as const;

export type Part = keyof typeof PARTS;
