import * as units from '@grafana/grafana-foundation-sdk/units';
import { thresholds } from '../rules/thresholds.ts';
import { dashboard } from './dashboard.ts';
import { colours, stat, timeseries } from './defaults.ts';
import {
  counted,
  deploymentsOf,
  ours,
  perSecond,
  podsOf,
  quantile,
  queued,
  rate,
  shareBy,
  sum,
  WHOLE_POD,
} from './selectors.ts';

/** What a pod lets in at most, as knative/base/service.yaml has it. */
const CONTAINER_CONCURRENCY = 32;
const maxScale = thresholds.maxScale.value;

const autoscaler = (metric: string) => ours(metric, 'autoscaler');
const answers = counted('revision:answers:increase30s');
/** Of those revisions that had a pod lately: old ones are kept by the dozen. */
const ofLivingRevisions = (expression: string) =>
  `${expression} and on (revision) max by (revision) (max_over_time(${autoscaler('kn_revision_pods_count')}[10m])) > 0`;
const started = ours('process_start_time_seconds', 'function');

const podCount = () =>
  stat(
    {
      title: 'Pod count',
      description: 'Ready pods of all chosen revisions; 0 is a service at rest, and no fault.',
      unit: units.Short,
      queries: [{ expr: sum(autoscaler('kn_revision_pods_count')) }],
      thresholds: [{ value: maxScale, color: colours.warning }],
    },
    { sparkline: true },
  );

const podsStarted = () =>
  stat({
    title: 'Pods started',
    description:
      'Pods of which the function started within the time shown: cold starts, new revisions, and replaced pods. Seen once Prometheus has asked the pod for the first time.',
    unit: units.Short,
    queries: [{ expr: `count(last_over_time(${started}[$__range]) > time() - $__range_s) or vector(0)` }],
  });

const podRestarts = () =>
  stat({
    title: 'Pod restarts',
    description:
      'How often the function began anew in a pod that was there already: it crashed, was killed for its memory, or did not answer its liveness probe.',
    unit: units.Short,
    queries: [{ expr: sum(`changes(${started}[$__range])`) }],
    thresholds: [{ value: 1, color: colours.bad }],
  });

const inPanic = () =>
  stat({
    title: 'Revisions in panic',
    description:
      'The autoscaler looks at the last 6 s alone, and only adds pods, since more than twice as much came as the pods are for.',
    unit: units.Short,
    queries: [{ expr: sum(autoscaler('kn_revision_panic_mode')) }],
    thresholds: [{ value: 1, color: colours.warning }],
  });

const waiting = () =>
  stat(
    {
      title: 'Requests waiting for a pod',
      description: 'Held by the activator: no pod is ready yet, or each has as many as it takes.',
      unit: units.Short,
      queries: [{ expr: sum(queued('kn_revision_request_queued')) }],
      thresholds: [{ value: 1, color: colours.warning }],
    },
    { sparkline: true },
  );

const activatorConnected = () =>
  stat({
    title: 'Activator reaches autoscaler',
    description: 'If not, nothing is woken from zero.',
    unit: units.BoolYesNo,
    queries: [{ expr: 'min(kn_activator_stats_conn_reachable{job="activator"})' }],
  });

const pods = () =>
  timeseries({
    title: 'Pods: desired, asked for, ready',
    description:
      'What the autoscaler wants, what it asked Kubernetes for, and how many are ready. Ready far below desired for long: pods do not start.',
    unit: units.Short,
    queries: (
      [
        ['desired', 'kn_revision_pods_desired'],
        ['asked for', 'kn_revision_pods_requested'],
        ['ready', 'kn_revision_pods_count'],
      ] as const
    ).map(([legend, metric]) => ({ expr: sum(autoscaler(metric)), legend })),
    thresholds: [{ value: maxScale, color: colours.warning }],
  });

const podsNotReady = () =>
  timeseries(
    {
      title: 'Pods that are not ready',
      description:
        'Pending wait for a node, not ready start or fail, terminating answer what they have (30 s at least).',
      unit: units.Short,
      queries: (['pending', 'not_ready', 'terminating'] as const).map((state) => ({
        expr: sum(autoscaler(`kn_revision_pods_${state}_count`)),
        legend: state.replace('_', ' '),
      })),
    },
    { stacked: true },
  );

const podAges = () =>
  timeseries({
    title: 'Age of each pod',
    description:
      'A line from zero is a pod that started; one that falls back to zero restarted; one that ends was stopped.',
    unit: units.Seconds,
    queries: [{ expr: `time() - ${started}`, legend: '{{pod}}' }],
  });

const panic = () =>
  timeseries({
    title: 'Panic mode',
    description:
      '1 while the autoscaler panics about a revision. A short one is a burst; a lasting one, pods that do not come.',
    unit: units.Short,
    queries: [
      {
        expr: ofLivingRevisions(sum(autoscaler('kn_revision_panic_mode'), ['revision'])),
        legend: '{{revision}}',
      },
    ],
  });

const concurrency = () =>
  timeseries({
    title: 'Concurrency of a pod against its target',
    description:
      'Photos at once in a pod, over the stable window (60 s) and the panic window (6 s). Above the target pods are added; at twice the target in the panic window it panics.',
    unit: units.Short,
    queries: (['stable', 'panic', 'target'] as const).map((kind) => ({
      expr: ofLivingRevisions(sum(autoscaler(`kn_revision_concurrency_${kind}`), ['revision'])),
      legend: `{{revision}} ${kind}`,
    })),
  });

const burstCapacity = () =>
  timeseries({
    title: 'Spare burst capacity',
    description:
      'What the pods could take at once beyond what they have. Below zero the activator stays in the way; here it always does, for it spreads bursts evenly.',
    unit: units.Short,
    queries: [
      {
        expr: ofLivingRevisions(sum(autoscaler('kn_revision_capacity_excess'), ['revision'])),
        legend: '{{revision}}',
      },
    ],
  });

const queues = () =>
  timeseries({
    title: 'Queues',
    description: `In the activator: waiting for a pod, and on their way through a pod. In queue-proxy: in a pod or waiting before it, which keeps its last value when nothing comes. A pod takes ${CONTAINER_CONCURRENCY} at once.`,
    unit: units.Short,
    queries: [
      { expr: sum(queued('kn_revision_request_queued')), legend: 'activator, waiting' },
      { expr: sum(queued('kn_revision_request_active')), legend: 'activator, on their way' },
      { expr: `max(${ours('kn_serving_queue_depth', 'queueProxy')})`, legend: 'queue-proxy, fullest pod' },
    ],
  });

const latencyWithWait = () =>
  timeseries({
    title: 'Latency with the wait for a pod',
    description:
      'At the activator, so that a cold start is in it. What is far above the latency at queue-proxy was spent waiting.',
    unit: units.Seconds,
    queries: [
      ...[0.5, 0.95, 0.99].map((of) => ({
        expr: quantile(of, counted('revision:activator_served_answer_seconds_bucket:increase30s')),
        legend: `activator p${of * 100}`,
      })),
      {
        expr: quantile(0.99, counted('revision:served_answer_seconds_bucket:increase30s')),
        legend: 'queue-proxy p99',
      },
    ],
  });

const startDuration = () =>
  timeseries({
    title: "The function's part of a cold start",
    description:
      'From the start of the process until it listened, its self-test made. The rest of a cold start is the kubelet and containerd.',
    unit: units.Seconds,
    queries: [
      { expr: `max by (revision) (${ours('function_start_seconds', 'function')})`, legend: '{{revision}}' },
    ],
  });

const trafficSplit = () =>
  timeseries(
    {
      title: 'Traffic split',
      description: 'Share of the requests that each revision got, as it was and not as it was asked for.',
      unit: units.PercentUnit,
      max: 1,
      queries: [{ expr: shareBy('revision', answers), legend: '{{revision}}' }],
    },
    { stacked: true },
  );

const requestsByRevision = () =>
  timeseries({
    title: 'Requests by revision',
    description: 'As queue-proxy of each pod answered them.',
    unit: units.RequestsPerSecond,
    queries: [{ expr: perSecond(answers, ['revision']), legend: '{{revision}}' }],
  });

const podsByRevision = () =>
  timeseries(
    {
      title: 'Pods by revision',
      description: 'Ready pods; during a rollout two revisions have some.',
      unit: units.Short,
      queries: [
        {
          expr: ofLivingRevisions(sum(autoscaler('kn_revision_pods_count'), ['revision'])),
          legend: '{{revision}}',
        },
      ],
    },
    { stacked: true },
  );

const deployments = () =>
  timeseries({
    title: 'Deployment status',
    description:
      'Pods that each Deployment lacks: wanted, but not available. Knative keeps a Deployment for each revision. From kube-state-metrics.',
    unit: units.Short,
    queries: [
      {
        expr: `${deploymentsOf('kube_deployment_spec_replicas')} - ${deploymentsOf('kube_deployment_status_replicas_available')}`,
        legend: '{{deployment}}',
      },
    ],
    thresholds: [{ value: 1, color: colours.warning }],
  });

const containerRestarts = () =>
  timeseries({
    title: 'Container restarts',
    description:
      'Within the time shown, as Kubernetes counts them, of each container: queue-proxy too, and a function that ended before Prometheus saw it. From kube-state-metrics.',
    unit: units.Short,
    queries: [
      {
        expr: sum(
          `increase(${podsOf('kube_pod_container_status_restarts_total', 'kubeStateMetrics')}[$__range])`,
          ['pod', 'container'],
        ),
        legend: '{{pod}} {{container}}',
      },
    ],
  });

const podCpu = () =>
  timeseries({
    title: 'CPU of the pods',
    description: 'In cores, function and queue-proxy together; the function is allowed one.',
    unit: units.Short,
    queries: [
      {
        expr: sum(rate(podsOf('container_cpu_usage_seconds_total', 'cadvisor', WHOLE_POD)), ['pod']),
        legend: '{{pod}}',
      },
    ],
  });

const podMemory = () =>
  timeseries({
    title: 'Memory of the pods',
    description:
      'Working set, by which the kernel judges, function and queue-proxy together. The function is killed at 256 MiB of its own.',
    unit: units.BytesIEC,
    queries: [
      {
        expr: sum(podsOf('container_memory_working_set_bytes', 'cadvisor', WHOLE_POD), ['pod']),
        legend: '{{pod}}',
      },
    ],
  });

export const knative = () =>
  dashboard({
    uid: 'cats-vs-dogs-knative',
    title: 'Knative',
    description: 'How the service is scaled: pods, queues, cold starts, revisions and their traffic.',
    about: 'service',
    rows: [
      {
        title: 'In short',
        panels: [podCount(), podsStarted(), podRestarts(), inPanic(), waiting(), activatorConnected()],
      },
      { title: 'Pods', panels: [pods(), podsNotReady(), podAges()] },
      { title: 'Why there are so many', panels: [concurrency(), panic(), burstCapacity()] },
      { title: 'Waiting and cold starts', panels: [queues(), latencyWithWait(), startDuration()] },
      { title: 'Revisions', panels: [trafficSplit(), requestsByRevision(), podsByRevision()] },
      { title: 'Kubernetes', panels: [deployments(), containerRestarts()] },
      { title: 'What a pod uses', panels: [podCpu(), podMemory()] },
    ],
  });
