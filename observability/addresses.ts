/** Stand-ins for addresses that each installation has of its own: `withAddresses` in stack/addresses.ts replaces them. */
export const placeholders = {
  runbooks: 'https://github.com/example/cats-vs-dogs/blob/main/observability/runbooks',
  prometheus: 'http://localhost:9090',
  alertmanager: 'http://localhost:9093',
  dashboards: 'http://localhost:3000',
} as const;

export const runbookOf = (alert: string): string => `${placeholders.runbooks}/${alert}.md`;

/** A dashboard by the last part of its uid. */
export const dashboardAddress = (name: string): string => `${placeholders.dashboards}/d/cats-vs-dogs-${name}`;
