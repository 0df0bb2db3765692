import type { OTHER_JOBS } from '../../dashboards/selectors.ts';

type Job = (typeof OTHER_JOBS)[number];

/**
 * What the dashboards may ask of each job except the function: families that were read off its own page, or, of
 * kube-state-metrics, which could not be had, off its documentation. The function's are those that it really exposes.
 */
export const families: Readonly<Record<Job, readonly string[]>> = {
  // Knative Serving 1.23 with metrics-protocol and request-metrics-protocol prometheus
  'queue-proxy': ['kn_serving_queue_depth'],
  activator: [
    'kn_activator_stats_conn_reachable',
    'kn_revision_request_active',
    'kn_revision_request_queued',
  ],
  autoscaler: [
    'kn_revision_capacity_excess',
    'kn_revision_concurrency_panic',
    'kn_revision_concurrency_stable',
    'kn_revision_concurrency_target',
    'kn_revision_panic_mode',
    'kn_revision_pods_count',
    'kn_revision_pods_desired',
    'kn_revision_pods_not_ready_count',
    'kn_revision_pods_pending_count',
    'kn_revision_pods_requested',
    'kn_revision_pods_terminating_count',
  ],
  cadvisor: ['container_cpu_usage_seconds_total', 'container_memory_working_set_bytes'],
  // 1.12
  'node-exporter': [
    'node_boot_time_seconds',
    'node_cpu_seconds_total',
    'node_disk_read_bytes_total',
    'node_disk_written_bytes_total',
    'node_filesystem_avail_bytes',
    'node_filesystem_size_bytes',
    'node_load5',
    'node_memory_Cached_bytes',
    'node_memory_MemAvailable_bytes',
    'node_memory_MemTotal_bytes',
    'node_network_receive_bytes_total',
    'node_network_transmit_bytes_total',
  ],
  // 2.17
  'kube-state-metrics': [
    'kube_deployment_spec_replicas',
    'kube_deployment_status_replicas_available',
    'kube_pod_container_status_restarts_total',
  ],
};

/** What Prometheus makes itself: of each target, and by its recording rules. */
export const ofEveryTarget = ['up'];
export const recorded = [
  'champion:model_created_timestamp_seconds',
  'revision:activator_served_answer_seconds_bucket:increase30s',
  'revision:answers:increase30s',
  'revision:good_answers:increase30s',
  'revision:prediction_confidence_ratio_bucket:increase30s',
  'revision:prediction_decode_seconds_sum:increase30s',
  'revision:prediction_errors:increase30s',
  'revision:prediction_inference_seconds_sum:increase30s',
  'revision:prediction_latency_seconds_bucket:increase30s',
  'revision:prediction_latency_seconds_sum:increase30s',
  'revision:prediction_not_pets:increase30s',
  'revision:prediction_passes:increase30s',
  'revision:prediction_reviews:increase30s',
  'revision:predictions:increase30s',
  'revision:served_answer_seconds_bucket:increase30s',
  'revision:verdicts:increase30s',
  'service:bad_answers:ratio1d',
  'service:bad_answers:ratio1h',
  'service:bad_answers:ratio2h',
  'service:bad_answers:ratio30d',
  'service:bad_answers:ratio30m',
  'service:bad_answers:ratio3d',
  'service:bad_answers:ratio5m',
  'service:bad_answers:ratio6h',
  'service:corrected_answers:ratio7d',
  'service:predicted_class:ratio6h',
  'service:predicted_class:ratio7d',
  'service:prediction_not_pets:ratio6h',
  'service:prediction_reviews:ratio6h',
  'service:unseen_verdicts:count7d',
];
