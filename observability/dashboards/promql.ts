import { parser } from '@prometheus-io/lezer-promql';

/** A metric that a query asks for, and of which job. */
interface Selection {
  metric: string;
  job: string | undefined;
}

/**
 * Reads a query by Prometheus' own grammar.
 * @returns the metrics that it asks for
 * @throws SyntaxError that says where it is wrong
 */
export function parseQuery(query: string): Selection[] {
  const selections: Selection[] = [];
  parser.parse(query).iterate({
    enter({ type, name, node, from }) {
      if (type.isError) throw new SyntaxError(`no PromQL from character ${from} on: ${query.slice(from)}`);
      if (name !== 'VectorSelector') return;
      const identifier = node.getChild('Identifier');
      if (identifier === null) throw new SyntaxError(`a selector without a metric's name: ${query}`);
      const text = query.slice(node.from, node.to);
      selections.push({
        metric: query.slice(identifier.from, identifier.to),
        job: /\bjob="([^"]*)"/.exec(text)?.[1],
      });
    },
  });
  return selections;
}

/** What Grafana puts in for the variables. */
interface Values {
  service: string;
  rangeSeconds: number;
  stepSeconds: number;
}

/**
 * Four times the interval at which Prometheus asks, so that a rate has a first and a last value even when one was
 * missed: Grafana's own rule.
 */
const RATE_INTERVAL_SECONDS = 120;

/** The query as Grafana would send it, with all namespaces, revisions and nodes chosen. */
export function withVariables(query: string, { service, rangeSeconds, stepSeconds }: Values): string {
  const values: Record<string, string> = {
    service,
    ...{ namespace: '.*', revision: '.*', node: '.*' },
    __range: `${rangeSeconds}s`,
    __range_s: String(rangeSeconds),
    __interval: `${stepSeconds}s`,
    __interval_ms: String(stepSeconds * 1000),
    __rate_interval: `${Math.max(RATE_INTERVAL_SECONDS, stepSeconds)}s`,
  };
  return query.replace(/\$(\w+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new SyntaxError(`no such variable: $${name} in ${query}`);
    return value;
  });
}
