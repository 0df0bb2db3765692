import { total } from '../counting.ts';
import { type Alert, critical, warning } from '../rule.ts';
import { thresholds } from '../thresholds.ts';

const t = thresholds;
const WHERE = '{{ $labels.revision }} in {{ $labels.namespace }}';
const REVISION = 'max by (namespace, service, revision)';
const autoscaler = (metric: string): string => `${REVISION} (${metric}{job="autoscaler"})`;
const lately = (metric: string): string =>
  `${REVISION} (max_over_time(${metric}{job="autoscaler"}[${t.failedRevisionMinutes.value}m]))`;
/** The activator does not say of which Service a revision is; the autoscaler does. */
const queued = `
  sum by (namespace, revision) (kn_revision_request_queued{job="activator"})
  * on (namespace, revision) group_left (service)
  group by (namespace, service, revision) (kn_revision_pods_desired{job="autoscaler"})`;

/** What Knative, Kubernetes' Deployments and autoscalers do, and do not do. */
export const scalingAlerts: readonly Alert[] = [
  warning('PodNotReady', `${t.notReadySeconds.value / 60}m`, {
    // Pods that wait for a node are among those that are not ready.
    expr: `${autoscaler('kn_revision_pods_not_ready_count')} > 0`,
    summary: `Pods of ${WHERE} do not become ready`,
    description: `{{ $value }} pods wait for a node, or start and do not get ready, for ${t.notReadySeconds.value / 60} minutes.`,
  }),
  warning('RevisionFailed', 'at once', {
    // Knative removes the pods of a revision that is not ready by its progress deadline, before PodNotReady fires.
    expr: `
      ${lately('kn_revision_pods_not_ready_count')} > 0
      unless ${lately('kn_revision_pods_count')} > 0
      unless ${autoscaler('kn_revision_pods_not_ready_count')} > 0`,
    summary: `${WHERE} failed to start`,
    description: `It had {{ $value }} pods within the last ${t.failedRevisionMinutes.value} minutes, none of them became ready, and Knative removed them.`,
  }),
  critical('PodCrashLooping', 'at once', {
    // What starts and serves a while is seen by its start time; what never serves only Kubernetes knows of.
    expr: `
      max by (namespace, pod) (
        changes(process_start_time_seconds{job=~"function|queue-proxy"}[15m])
        or increase(kube_pod_container_status_restarts_total{container=~"user-container|queue-proxy"}[15m] anchored)
      ) >= ${t.restarts.value}`,
    summary: 'The pod {{ $labels.pod }} in {{ $labels.namespace }} crashes again and again',
    description: '{{ $value | humanize }} restarts within 15 minutes.',
  }),
  warning('RevisionReplicasMismatch', '10m', {
    expr: `${autoscaler('kn_revision_pods_count')} < ${autoscaler('kn_revision_pods_requested')}`,
    summary: `${WHERE} has fewer pods than the autoscaler asked for`,
    description: 'Only {{ $value }} pods are ready for 10 minutes, fewer than the autoscaler asked for.',
  }),
  warning('RevisionAtMaxScale', '10m', {
    // What the autoscaler asks for is limited by the revision's own max-scale; what it desires is not.
    expr: `${autoscaler('kn_revision_pods_desired')} > ${autoscaler('kn_revision_pods_requested')}`,
    summary: `${WHERE} needs more pods than it may have`,
    description:
      'The traffic needs {{ $value }} pods for 10 minutes, more than max-scale allows: requests wait.',
  }),
  warning('PanicModeLasting', '5m', {
    expr: `${autoscaler('kn_revision_panic_mode')} == 1`,
    summary: `${WHERE} stays in panic mode`,
    description:
      'For 5 minutes the traffic is more than twice what the pods are for, so that the autoscaler only adds pods (panic mode {{ $value }}).',
  }),
  warning('ActivatorQueueing', '2m', {
    expr: `${queued} > ${t.queuedRequests.value}`,
    summary: `Photos for ${WHERE} wait for a pod`,
    description:
      '{{ $value }} requests wait in the activator, which finds no pod with a place for them, for 2 minutes.',
  }),
  warning('ColdStartSlow', 'at once', {
    // Slow where the client waits and not slow in the pod: the time went into waiting for a pod.
    expr: `
      (
        ${total('revision:activator_answers', '30m', { where: 'http_response_status_code!~"4.."' })}
        - (${total('revision:activator_answers_in_time', '30m')}
          or 0 * ${total('revision:activator_answers', '30m')})
      ) - (
        ${total('revision:served_answer_seconds_bucket', '30m', { where: 'le="+Inf"' })}
        - (${total('revision:served_answer_seconds_bucket', '30m', { where: `le="${t.slowStartSeconds.value}"` })})
      ) >= ${t.slowStartCount.value}
      and on (namespace, service) min by (namespace, service) (min_over_time(kn_revision_pods_count{job="autoscaler"}[35m])) == 0`,
    summary: '{{ $labels.service }} in {{ $labels.namespace }} starts slowly from zero',
    description: `{{ $value | humanize }} requests of the last 30 minutes took more than ${t.slowStartSeconds.value} s though the pod did not: they waited for it to start.`,
  }),
  critical('ScaleFromZeroFailing', '1m', {
    expr: `
      ${queued} > 0
      and on (namespace, revision) max by (namespace, revision) (kn_revision_pods_count{job="autoscaler"}) == 0`,
    summary: `${WHERE} does not start`,
    description: '{{ $value }} requests wait for a pod, and none became ready within a minute.',
  }),
];
