import * as units from '@grafana/grafana-foundation-sdk/units';
import { thresholds } from '../rules/thresholds.ts';
import { dashboard } from './dashboard.ts';
import { stacked, stat, statWithHistory, timeseries } from './panels.ts';
import {
  counted,
  kubernetes,
  ours,
  perSecond,
  podsOf,
  quantile,
  queued,
  rate,
  shareBy,
  sum,
} from './selectors.ts';

/** What a pod lets in at most, as knative/base/service.yaml has it. */
const CONTAINER_CONCURRENCY = 32;
const maxScale = thresholds.maxScale.value;

const autoscaler = (metric: string) => ours(metric, 'autoscaler');
const answers = counted('revision:answers:increase30s');
const activatorBuckets = counted('revision:activator_served_answer_seconds_bucket:increase30s');
/** Of each revision that had a pod lately: old ones are kept by the dozen. */
const ofLivingRevisions = (metric: string) =>
  `${sum(autoscaler(metric), 'revision')} and on (revision) max by (revision) (max_over_time(${autoscaler('kn_revision_pods_count')}[10m])) > 0`;
const started = ours('process_start_time_seconds', 'function');

export const knative = dashboard({
  uid: 'cats-vs-dogs-knative',
  title: 'Knative',
  description: 'How the service is scaled: pods, queues, cold starts, revisions and their traffic.',
  about: 'service',
  rows: {
    'In short': [
      statWithHistory({
        title: 'Pod count',
        alert: 'RevisionAtMaxScale',
        description: 'Ready pods of all chosen revisions; 0 is a service at rest, and no fault.',
        queries: sum(autoscaler('kn_revision_pods_count')),
        limits: { warning: maxScale },
      }),
      stat({
        title: 'Pods started',
        description:
          'Pods of which the function started within the time shown: cold starts, new revisions, and replaced pods. Seen once Prometheus has asked the pod for the first time.',
        queries: `count(last_over_time(${started}[$__range]) > time() - $__range_s) or vector(0)`,
      }),
      stat({
        title: 'Pod restarts',
        alert: 'PodCrashLooping',
        description:
          'How often the function began anew in a pod that was there already: it crashed, was killed for its memory, or did not answer its liveness probe.',
        queries: sum(`changes(${started}[$__range])`),
        limits: { bad: 1 },
      }),
      stat({
        title: 'Revisions in panic',
        alert: 'PanicModeLasting',
        description:
          'The autoscaler looks at the last 6 s alone, and only adds pods, since more than twice as much came as the pods are for.',
        queries: sum(autoscaler('kn_revision_panic_mode')),
        limits: { warning: 1 },
      }),
      statWithHistory({
        title: 'Requests waiting for a pod',
        alert: 'ActivatorQueueing',
        description: 'Held by the activator: no pod is ready yet, or each has as many as it takes.',
        queries: sum(queued('kn_revision_request_queued')),
        limits: { warning: 1 },
      }),
      stat({
        title: 'Activator reaches autoscaler',
        description: 'If not, nothing is woken from zero.',
        unit: units.BoolYesNo,
        queries: 'min(kn_activator_stats_conn_reachable{job="activator"})',
      }),
    ],
    Pods: [
      timeseries({
        title: 'Pods: desired, asked for, ready',
        alert: 'RevisionReplicasMismatch',
        description:
          'What the autoscaler wants, what it asked Kubernetes for, and how many are ready. Ready far below desired for long: pods do not start.',
        queries: {
          desired: sum(autoscaler('kn_revision_pods_desired')),
          'asked for': sum(autoscaler('kn_revision_pods_requested')),
          ready: sum(autoscaler('kn_revision_pods_count')),
        },
        limits: { warning: maxScale },
      }),
      stacked({
        title: 'Pods that are not ready',
        alert: 'PodNotReady',
        description:
          'Pending wait for a node, not ready start or fail, terminating answer what they have (30 s at least).',
        queries: {
          pending: sum(autoscaler('kn_revision_pods_pending_count')),
          'not ready': sum(autoscaler('kn_revision_pods_not_ready_count')),
          terminating: sum(autoscaler('kn_revision_pods_terminating_count')),
        },
      }),
      timeseries({
        title: 'Age of each pod',
        description:
          'A line from zero is a pod that started; one that falls back to zero restarted; one that ends was stopped.',
        unit: units.Seconds,
        queries: { '{{pod}}': `time() - ${started}` },
      }),
    ],
    'Why there are so many': [
      timeseries({
        title: 'Concurrency of a pod against its target',
        description:
          'Photos at once in a pod, over the stable window (60 s) and the panic window (6 s). Above the target pods are added; at twice the target in the panic window it panics.',
        queries: {
          '{{revision}} stable': ofLivingRevisions('kn_revision_concurrency_stable'),
          '{{revision}} panic': ofLivingRevisions('kn_revision_concurrency_panic'),
          '{{revision}} target': ofLivingRevisions('kn_revision_concurrency_target'),
        },
      }),
      timeseries({
        title: 'Panic mode',
        description:
          '1 while the autoscaler panics about a revision. A short one is a burst; a lasting one, pods that do not come.',
        queries: {
          '{{revision}}': ofLivingRevisions('kn_revision_panic_mode'),
        },
      }),
      timeseries({
        title: 'Spare burst capacity',
        description:
          'What the pods could take at once beyond what they have. Below zero the activator stays in the way; here it always does, for it spreads bursts evenly.',
        queries: {
          '{{revision}}': ofLivingRevisions('kn_revision_capacity_excess'),
        },
      }),
    ],
    'Waiting and cold starts': [
      timeseries({
        title: 'Queues',
        alert: 'ScaleFromZeroFailing',
        description: `In the activator: waiting for a pod, and on their way through a pod. In queue-proxy: in a pod or waiting before it, which keeps its last value when nothing comes. A pod takes ${CONTAINER_CONCURRENCY} at once.`,
        queries: {
          'activator, waiting': sum(queued('kn_revision_request_queued')),
          'activator, on their way': sum(queued('kn_revision_request_active')),
          'queue-proxy, fullest pod': `max(${ours('kn_serving_queue_depth', 'queue-proxy')})`,
        },
      }),
      timeseries({
        title: 'Latency with the wait for a pod',
        alert: 'ColdStartSlow',
        description:
          'At the activator, so that a cold start is in it. What is far above the latency at queue-proxy was spent waiting.',
        unit: units.Seconds,
        queries: {
          'activator p50': quantile(0.5, activatorBuckets),
          'activator p95': quantile(0.95, activatorBuckets),
          'activator p99': quantile(0.99, activatorBuckets),
          'queue-proxy p99': quantile(0.99, counted('revision:served_answer_seconds_bucket:increase30s')),
        },
      }),
      timeseries({
        title: "The function's part of a cold start",
        description:
          'From the start of the process until it listened, its self-test made. The rest of a cold start is the kubelet and containerd.',
        unit: units.Seconds,
        queries: { '{{revision}}': `max by (revision) (${ours('function_start_seconds', 'function')})` },
      }),
    ],
    Revisions: [
      stacked({
        title: 'Traffic split',
        description: 'Share of the requests that each revision got, as it was and not as it was asked for.',
        unit: units.PercentUnit,
        max: 1,
        queries: { '{{revision}}': shareBy('revision', answers) },
      }),
      timeseries({
        title: 'Requests by revision',
        description: 'As queue-proxy of each pod answered them.',
        unit: units.RequestsPerSecond,
        queries: { '{{revision}}': perSecond(answers, 'revision') },
      }),
      stacked({
        title: 'Pods by revision',
        description: 'Ready pods; during a rollout two revisions have some.',
        queries: {
          '{{revision}}': ofLivingRevisions('kn_revision_pods_count'),
        },
      }),
    ],
    Kubernetes: [
      timeseries({
        title: 'Deployment status',
        description:
          'Pods that each Deployment lacks: wanted, but not available. Knative keeps a Deployment for each revision. From kube-state-metrics.',
        queries: {
          '{{deployment}}': `${kubernetes('kube_deployment_spec_replicas', 'deployment')} - ${kubernetes('kube_deployment_status_replicas_available', 'deployment')}`,
        },
        limits: { warning: 1 },
      }),
      timeseries({
        title: 'Container restarts',
        description:
          'Within the time shown, as Kubernetes counts them, of each container: queue-proxy too, and a function that ended before Prometheus saw it. From kube-state-metrics.',
        queries: {
          '{{pod}} {{container}}': sum(
            `increase(${kubernetes('kube_pod_container_status_restarts_total', 'pod')}[$__range])`,
            'pod',
            'container',
          ),
        },
      }),
    ],
    'What a pod uses': [
      timeseries({
        title: 'CPU of the pods',
        description: 'In cores, function and queue-proxy together; the function is allowed one.',
        queries: {
          '{{pod}}': sum(rate(podsOf('container_cpu_usage_seconds_total')), 'pod'),
        },
      }),
      timeseries({
        title: 'Memory of the pods',
        description:
          'Working set, by which the kernel judges, function and queue-proxy together. The function is killed at 256 MiB of its own.',
        unit: units.BytesIEC,
        queries: {
          '{{pod}}': sum(podsOf('container_memory_working_set_bytes'), 'pod'),
        },
      }),
    ],
  },
});
