import type { Case, Silence } from '../cases.ts';
import { activator, autoscaler, PLACE, pod, SERVICE } from '../pods.ts';
import { always, HOUR, type Line, MINUTE, type Series, steps } from '../series.ts';

const REVISION = 'cats-vs-dogs-00001 in cats-vs-dogs';
const absent: Silence = { kind: 'absent', title: 'nothing is there', series: [], until: HOUR };

/** The autoscaler's gauges, 0 where nothing is said. */
function pods(
  lines: Partial<Record<'desired' | 'requested' | 'count' | 'not_ready_count' | 'pending_count', Line>>,
): Series[] {
  const none = always(0);
  // Within max-scale the autoscaler asks for what it desires.
  const { desired = none, requested = desired } = lines;
  const all = { desired, requested, count: none, not_ready_count: none, pending_count: none };
  return Object.entries({ ...all, ...lines }).map(([what, line]) =>
    autoscaler(`kn_revision_pods_${what}`, line),
  );
}

const queued = (line: Line): Series => ({
  name: 'kn_revision_request_queued',
  labels: { job: 'activator', namespace: PLACE.namespace, revision: PLACE.revision },
  line,
});

const zero: Silence = {
  kind: 'zero',
  title: 'at zero, with no requests',
  series: [...pods({}), autoscaler('kn_revision_panic_mode', always(0)), queued(always(0))],
  until: HOUR,
};
/** Two pods from 10 to 20 minutes, each ready a minute after it is wanted. */
const burst: Silence = {
  kind: 'everyday',
  title: 'a burst gets its pods within a minute, and they go again',
  series: [
    ...pods({
      desired: (second) => (second >= 600 && second < 1200 ? 2 : 0),
      count: (second) => (second >= 660 && second < 1200 ? 2 : 0),
      not_ready_count: (second) => (second >= 600 && second < 660 ? 2 : 0),
    }),
    autoscaler('kn_revision_panic_mode', (second) => (second >= 600 && second < 720 ? 1 : 0)),
    queued((second) => (second >= 600 && second < 645 ? 50 : 0)),
  ],
  until: HOUR,
};
const silent = [burst, absent, zero];
/** All pods that are allowed run, and the traffic needs more. */
const atMaxScale = (maxScale: number, desired: number): Silence => ({
  kind: 'other',
  title: `${desired} pods needed with max-scale ${maxScale}`,
  series: pods({ desired: always(desired), requested: always(maxScale), count: always(maxScale) }),
  until: HOUR,
});

/** Pods that are woken at these seconds, each by one request that took so long with the waiting. */
function woken(at: readonly number[], slow: boolean, slowInPod = false): Series[] {
  const soFar: Line = (second) => at.filter((begin) => second >= begin).length || undefined;
  const none: Line = (second) => (soFar(second) === undefined ? undefined : 0);
  const lines = (isSlow: boolean) => (isSlow ? { '0.5': none, '1': none, '2.5': none } : {});
  return [
    ...activator([{ all: soFar, within: lines(slow) }]),
    ...at.flatMap((from, index) =>
      pod({
        ...{ name: `pod-${index}`, from, until: from + 100 },
        answers: [
          { all: always(1), within: slowInPod ? { '0.5': always(0), '1': always(0), '2.5': always(0) } : {} },
        ],
      }),
    ),
    ...pods({ count: (second) => (at.some((begin) => second >= begin && second < begin + 100) ? 1 : 0) }),
  ];
}
const WAKES = [10 * MINUTE, 20 * MINUTE, 30 * MINUTE];

export const scalingCases: readonly Case[] = [
  {
    alert: 'PodNotReady',
    fires: {
      title: 'a pod that never gets ready',
      series: pods({ desired: always(1), not_ready_count: always(1) }),
      ...{ pendingAt: 4 * MINUTE, firingAt: 6 * MINUTE },
      told: [
        {
          labels: { severity: 'warning', ...PLACE },
          summary: `Pods of ${REVISION} do not become ready`,
          description: '1 pods wait for a node, or start and do not get ready, for 5 minutes.',
        },
      ],
    },
    also: [
      {
        title: 'a pod that no node has room for',
        series: pods({ desired: always(1), not_ready_count: always(1), pending_count: always(1) }),
        ...{ firingAt: 6 * MINUTE, firing: 1 },
      },
    ],
    silent,
  },
  {
    alert: 'RevisionFailed',
    fires: {
      title: 'a revision whose image cannot be had, of which the progress deadline removes the pods',
      series: pods({ not_ready_count: (second) => (second >= 60 && second < 180 ? 1 : 0) }),
      firingAt: 4 * MINUTE,
      resolvedAt: 14 * MINUTE,
      told: [
        {
          labels: { severity: 'warning', ...PLACE },
          summary: `${REVISION} failed to start`,
          description:
            'It had 1 pods within the last 10 minutes, none of them became ready, and Knative removed them.',
        },
      ],
    },
    silent: [
      ...silent,
      {
        kind: 'other',
        title: 'pods that do not start yet',
        series: pods({ desired: always(1), not_ready_count: always(1) }),
        until: 20 * MINUTE,
      },
      {
        kind: 'reset',
        title: 'the autoscaler begins anew while a pod runs',
        series: pods({
          count: (second) => (second >= 600 && second < 660 ? undefined : 1),
          not_ready_count: (second) => (second >= 600 && second < 660 ? undefined : 0),
        }),
        until: HOUR,
      },
    ],
  },
  {
    alert: 'PodCrashLooping',
    fires: {
      title: 'a function that starts anew three times',
      series: pod({ functionStart: (second) => Math.min(3, Math.floor(second / 120)) * 120 }),
      firingAt: 7 * MINUTE,
      resolvedAt: 25 * MINUTE,
      told: [
        {
          labels: { severity: 'critical', namespace: 'cats-vs-dogs', pod: 'pod-1' },
          summary: 'The pod pod-1 in cats-vs-dogs crashes again and again',
          description: '3 restarts within 15 minutes.',
        },
      ],
    },
    also: [
      {
        title: 'a function that never starts, and of which only Kubernetes knows',
        series: [
          {
            name: 'kube_pod_container_status_restarts_total',
            labels: {
              ...{ job: 'kube-state-metrics', namespace: 'cats-vs-dogs' },
              pod: 'pod-1',
              container: 'user-container',
            },
            line: (second) => Math.floor(second / 120),
          },
        ],
        ...{ firingAt: 7 * MINUTE, firing: 1 },
      },
    ],
    silent: [
      { kind: 'everyday', title: 'a pod that lives', series: pod({}), until: HOUR },
      absent,
      {
        kind: 'zero',
        title: 'ten pods, one after the other',
        series: Array.from({ length: 10 }, (_, index) =>
          pod({ name: `pod-${index}`, from: index * 120, until: index * 120 + 60 }),
        ).flat(),
        until: HOUR,
      },
      {
        kind: 'reset',
        title: 'one restart',
        series: pod({ functionStart: steps(0, 600, 600) }),
        until: HOUR,
      },
    ],
  },
  {
    alert: 'RevisionReplicasMismatch',
    fires: {
      title: 'one pod where three are wanted',
      series: pods({ desired: always(3), count: always(1) }),
      ...{ pendingAt: 9 * MINUTE, firingAt: 11 * MINUTE },
      told: [
        {
          labels: { severity: 'warning', ...PLACE },
          summary: `${REVISION} has fewer pods than the autoscaler asked for`,
          description: 'Only 1 pods are ready for 10 minutes, fewer than the autoscaler asked for.',
        },
      ],
    },
    also: [
      {
        title: 'min-scale 1 and no pod ready, with no traffic',
        series: pods({ desired: always(0), requested: always(1), count: always(0) }),
        ...{ firingAt: 11 * MINUTE, firing: 1 },
      },
    ],
    silent: [...silent, atMaxScale(2, 7), atMaxScale(5, 7)],
  },
  {
    alert: 'RevisionAtMaxScale',
    fires: {
      title: 'seven pods are needed where five are allowed',
      series: atMaxScale(5, 7).series,
      ...{ pendingAt: 9 * MINUTE, firingAt: 11 * MINUTE },
      told: [
        {
          labels: { severity: 'warning', ...PLACE },
          summary: `${REVISION} needs more pods than it may have`,
          description: 'The traffic needs 7 pods for 10 minutes, more than max-scale allows: requests wait.',
        },
      ],
    },
    also: [{ title: 'max-scale 2', series: atMaxScale(2, 3).series, firingAt: 11 * MINUTE, firing: 1 }],
    silent: [
      ...silent,
      {
        kind: 'other',
        title: 'seven pods with max-scale 10',
        series: pods({ desired: always(7), count: always(7) }),
        until: HOUR,
      },
      {
        kind: 'other',
        title: 'min-scale 1 with no traffic',
        series: pods({ desired: always(0), requested: always(1), count: always(1) }),
        until: HOUR,
      },
    ],
  },
  {
    alert: 'PanicModeLasting',
    fires: {
      title: 'panic that does not end',
      series: [autoscaler('kn_revision_panic_mode', always(1))],
      ...{ pendingAt: 4 * MINUTE, firingAt: 6 * MINUTE },
      told: [
        {
          labels: { severity: 'warning', ...PLACE },
          summary: `${REVISION} stays in panic mode`,
          description:
            'For 5 minutes the traffic is more than twice what the pods are for, so that the autoscaler only adds pods (panic mode 1).',
        },
      ],
    },
    silent,
  },
  {
    alert: 'ActivatorQueueing',
    fires: {
      title: '25 requests wait',
      series: [queued(always(25)), ...pods({ desired: always(5) })],
      ...{ pendingAt: MINUTE, firingAt: 3 * MINUTE },
      told: [
        {
          labels: { severity: 'warning', ...PLACE },
          summary: `Photos for ${REVISION} wait for a pod`,
          description:
            '25 requests wait in the activator, which finds no pod with a place for them, for 2 minutes.',
        },
      ],
    },
    silent,
  },
  {
    alert: 'ColdStartSlow',
    fires: {
      title: 'three starts within half an hour, each too slow for its request',
      series: woken(WAKES, true),
      firingAt: 31 * MINUTE,
      told: [
        {
          labels: { severity: 'warning', ...SERVICE },
          summary: 'cats-vs-dogs in cats-vs-dogs starts slowly from zero',
          description:
            '3 requests of the last 30 minutes took more than 2.5 s though the pod did not: they waited for it to start.',
        },
      ],
    },
    silent: [
      {
        kind: 'everyday',
        title: 'three starts that are quick enough',
        series: woken(WAKES, false),
        until: HOUR,
      },
      absent,
      zero,
      {
        kind: 'reset',
        title: 'the activator begins anew between two slow starts',
        series: woken(WAKES.slice(0, 2), true).map((one) =>
          one.labels.job === 'activator' && one.name !== 'process_start_time_seconds'
            ? { ...one, line: (second) => (second < 25 * MINUTE ? one.line(second) : 0) }
            : one,
        ),
        until: HOUR,
      },
      {
        kind: 'other',
        title: 'requests that are slow in the pod itself',
        series: woken(WAKES, true, true),
        until: HOUR,
      },
    ],
  },
  {
    alert: 'ScaleFromZeroFailing',
    fires: {
      title: 'requests wait and no pod comes',
      series: [queued(always(2)), ...pods({ desired: always(1) })],
      ...{ pendingAt: 30, firingAt: 2 * MINUTE },
      told: [
        {
          labels: { severity: 'critical', ...PLACE },
          summary: `${REVISION} does not start`,
          description: '2 requests wait for a pod, and none became ready within a minute.',
        },
      ],
    },
    silent,
  },
];
