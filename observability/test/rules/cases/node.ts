import type { Case, Silence } from '../cases.ts';
import { always, HOUR, type Line, MINUTE, type Series } from '../series.ts';

const LABELS = { job: 'node-exporter', node: 'local', instance: 'local:9100' };
const absent: Silence = { kind: 'absent', title: 'nothing is there', series: [], until: HOUR };

/** A node of which that share is in use. */
function node({
  cpu = 0.3,
  memory = 0.5,
  disk = 0.5,
}: {
  cpu?: number;
  memory?: number;
  disk?: number;
}): Series[] {
  const file = { ...LABELS, fstype: 'ext4', device: '/dev/sda1' };
  return [
    ...['0', '1'].map((core) => ({
      name: 'node_cpu_seconds_total',
      labels: { ...LABELS, cpu: core, mode: 'idle' },
      line: (second: number) => (1 - cpu) * second,
    })),
    { name: 'node_memory_MemAvailable_bytes', labels: LABELS, line: always(1000 * (1 - memory)) },
    { name: 'node_memory_MemTotal_bytes', labels: LABELS, line: always(1000) },
    // One disk at two places, as in a container that is a node: it is one alert.
    ...['/', '/etc/hosts'].flatMap((mountpoint) => [
      {
        name: 'node_filesystem_avail_bytes',
        labels: { ...file, mountpoint },
        line: always(1000 * (1 - disk)),
      },
      { name: 'node_filesystem_size_bytes', labels: { ...file, mountpoint }, line: always(1000) },
    ]),
    // It is full by design.
    {
      name: 'node_filesystem_avail_bytes',
      labels: { ...file, device: '/dev/sr0', mountpoint: '/cd', fstype: 'iso9660' },
      line: always(0),
    },
    {
      name: 'node_filesystem_size_bytes',
      labels: { ...file, device: '/dev/sr0', mountpoint: '/cd', fstype: 'iso9660' },
      line: always(1000),
    },
  ];
}

const everyday: Silence = { kind: 'everyday', title: 'half of it in use', series: node({}), until: HOUR };
const restart: Silence = {
  kind: 'reset',
  title: 'the node starts anew',
  series: node({}).map((one) => ({ ...one, line: (second) => one.line(second % (HOUR / 2)) })),
  until: HOUR,
};

function full(
  alert: string,
  use: Parameters<typeof node>[0],
  minutes: number,
  told: { severity: string; summary: string; share: string; limit: number; device?: string },
): Case {
  const { severity, summary, share, limit, device } = told;
  return {
    alert,
    fires: {
      title: `${share} in use`,
      series: node(use),
      ...{ pendingAt: (minutes - 1) * MINUTE, firingAt: (minutes + 2) * MINUTE },
      told: [
        {
          labels: { severity, node: 'local', ...(device !== undefined && { device }) },
          summary,
          description: `${share} are in use for ${minutes} minutes; the limit is ${limit} %.`,
        },
      ],
    },
    silent: [everyday, absent, restart],
  };
}

const up = (job: string, line: Line): Series => ({
  name: 'up',
  labels: { job, node: 'local', instance: job },
  line,
});

export const nodeCases: readonly Case[] = [
  full('HighCPUUsage', { cpu: 0.9 }, 10, {
    ...{ severity: 'warning', summary: 'CPU on local gets scarce', share: '90%', limit: 80 },
  }),
  full('CriticalCPUUsage', { cpu: 0.98 }, 5, {
    ...{ severity: 'critical', summary: 'CPU on local is used up', share: '98%', limit: 95 },
  }),
  full('HighMemoryUsage', { memory: 0.9 }, 10, {
    ...{ severity: 'warning', summary: 'Memory on local gets scarce', share: '90%', limit: 80 },
  }),
  full('CriticalMemoryUsage', { memory: 0.97 }, 5, {
    ...{ severity: 'critical', summary: 'Memory on local is used up', share: '97%', limit: 95 },
  }),
  full('HighDiskUsage', { disk: 0.85 }, 15, {
    ...{
      severity: 'warning',
      summary: 'Disk /dev/sda1 on local gets scarce',
      share: '85%',
      limit: 80,
      device: '/dev/sda1',
    },
  }),
  {
    alert: 'NodeDown',
    fires: {
      title: 'neither kubelet nor node-exporter answers',
      series: [up('kubelet', always(0)), up('node-exporter', always(0))],
      ...{ pendingAt: MINUTE, firingAt: 3 * MINUTE },
      told: [
        {
          labels: { severity: 'critical', node: 'local' },
          summary: 'The node local does not answer',
          description: 'Neither its kubelet nor its node-exporter answers for 2 minutes (up is 0).',
        },
      ],
    },
    silent: [
      {
        kind: 'everyday',
        title: 'only node-exporter is away',
        series: [up('kubelet', always(1)), up('node-exporter', always(0))],
        until: HOUR,
      },
      absent,
    ],
  },
];
