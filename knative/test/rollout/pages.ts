/** The bounds that queue-proxy has. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** So many requests with a status, each of which took so long. */
export interface Group {
  status: number;
  count: number;
  seconds: number;
  /** Of the route, as queue-proxy calls it. */
  tag?: string;
}

/** queue-proxy's page about those requests, with what else is on it. */
export function metricsPage(groups: readonly Group[]): string {
  const lines = groups.flatMap(({ status, count, seconds, tag = 'kn:disabled' }) => {
    const labels = `http_request_method="POST",http_response_status_code="${status}",kn_route_tag="${tag}",network_protocol_version="1.1",otel_scope_name="go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp",otel_scope_schema_url="",url_scheme="http"`;
    const name = 'http_server_request_duration_seconds';
    return [
      ...BOUNDS.map((le) => `${name}_bucket{${labels},le="${le}"} ${seconds <= le ? count : 0}`),
      `${name}_bucket{${labels},le="+Inf"} ${count}`,
      `${name}_sum{${labels}} ${seconds * count}`,
      `${name}_count{${labels}} ${count}`,
    ];
  });
  return [
    '# HELP http_client_request_duration_seconds Duration of HTTP client requests.',
    'http_client_request_duration_seconds_count{http_response_status_code="500"} 99',
    '# HELP http_server_request_duration_seconds Duration of HTTP server requests.',
    '# TYPE http_server_request_duration_seconds histogram',
    ...lines,
    'kn_serving_queue_depth{kn_revision_name="a \\"b\\" {c}"} 3',
    'target_info{kn_service_name="cats-vs-dogs"} 1',
    '',
  ].join('\n');
}
