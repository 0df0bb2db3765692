import * as units from '@grafana/grafana-foundation-sdk/units';
import { thresholds } from '../rules/thresholds.ts';
import { dashboard } from './dashboard.ts';
import { colours, stat, timeseries } from './defaults.ts';
import { jobs, onNode, rate, sum, WHOLE_POD } from './selectors.ts';

/** As the alerts have them: a warning, then a page. */
const cpuLimits = [
  { value: thresholds.cpuHighShare.value, color: colours.warning },
  { value: thresholds.cpuCriticalShare.value, color: colours.bad },
];
const memoryLimits = [
  { value: thresholds.memoryHighShare.value, color: colours.warning },
  { value: thresholds.memoryCriticalShare.value, color: colours.bad },
];
const diskLimits = [{ value: thresholds.diskHighShare.value, color: colours.warning }];

/** Of the node itself and of no container, no memory and no image. */
const REAL_FILESYSTEMS = 'fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|autofs|proc|sysfs|cgroup2?|nsfs"';
const REAL_DEVICES = 'device!~"lo|veth.*|cali.*|cni.*|docker.*|br-.*|flannel.*|kube-.*"';
const REAL_DISKS = 'device!~"loop.*|ram.*|zram.*|sr.*|dm-.*"';

const idle = onNode('node_cpu_seconds_total', ['mode="idle"']);
const cpuUse = (by: readonly string[]) => `1 - avg by (${by.join(', ')}) (${rate(idle)})`;
const memoryUse = `1 - ${onNode('node_memory_MemAvailable_bytes')} / ${onNode('node_memory_MemTotal_bytes')}`;
const diskUse = `1 - ${onNode('node_filesystem_avail_bytes', [REAL_FILESYSTEMS])} / ${onNode('node_filesystem_size_bytes', [REAL_FILESYSTEMS])}`;

const cpuNow = () =>
  stat(
    {
      title: 'CPU',
      description: 'Share of all cores that was busy, of the busiest node.',
      unit: units.PercentUnit,
      queries: [{ expr: `max(${cpuUse(['node'])})` }],
      thresholds: cpuLimits,
    },
    { sparkline: true },
  );

const memoryNow = () =>
  stat(
    {
      title: 'Memory',
      description:
        'Share that no program could get any more without taking it from another, of the fullest node.',
      unit: units.PercentUnit,
      queries: [{ expr: `max(${memoryUse})` }],
      thresholds: memoryLimits,
    },
    { sparkline: true },
  );

const diskNow = () =>
  stat(
    {
      title: 'Disk usage',
      description: 'Share of the fullest file system. The kubelet evicts pods from 85 to 90 % on.',
      unit: units.PercentUnit,
      queries: [{ expr: `max(${diskUse})` }],
      thresholds: diskLimits,
    },
    { sparkline: true },
  );

const loadNow = () =>
  stat(
    {
      title: 'Load for each core',
      description: 'Programs that run or wait for a core or a disk, over 5 minutes; above 1 some wait.',
      unit: units.Short,
      queries: [{ expr: `max(${onNode('node_load5')} / on (node) count by (node) (${idle}))` }],
      thresholds: [{ value: 1, color: colours.warning }],
    },
    { sparkline: true },
  );

const nodes = () =>
  stat({
    title: 'Nodes seen',
    description: 'From which node-exporter answers.',
    unit: units.Short,
    queries: [{ expr: `sum(up{job="${jobs.nodeExporter}"})` }],
  });

const uptime = () =>
  stat({
    title: 'Up since the last boot',
    description: 'Of the node that booted last.',
    unit: units.Seconds,
    queries: [{ expr: `min(time() - ${onNode('node_boot_time_seconds')})` }],
  });

const cpuOverTime = () =>
  timeseries(
    {
      title: 'CPU by mode',
      description: 'In cores, all nodes together. Much iowait is a slow disk, much steal a busy host.',
      unit: units.Short,
      queries: [
        {
          expr: sum(rate(onNode('node_cpu_seconds_total', ['mode!="idle"'])), ['mode']),
          legend: '{{mode}}',
        },
      ],
    },
    { stacked: true },
  );

const cpuByCore = () =>
  timeseries({
    title: 'CPU by core',
    description:
      'Share of each core that was busy: one at 100 % and the others at rest is a program of one thread.',
    unit: units.PercentUnit,
    max: 1,
    queries: [{ expr: cpuUse(['node', 'cpu']), legend: '{{node}} {{cpu}}' }],
  });

const memoryOverTime = () =>
  timeseries({
    title: 'Memory over time',
    description:
      'All there is, what programs use, and what the kernel keeps of files and gives back on demand.',
    unit: units.BytesIEC,
    queries: [
      { expr: sum(onNode('node_memory_MemTotal_bytes')), legend: 'total' },
      {
        expr: `${sum(onNode('node_memory_MemTotal_bytes'))} - ${sum(onNode('node_memory_MemAvailable_bytes'))}`,
        legend: 'used',
      },
      { expr: sum(onNode('node_memory_Cached_bytes')), legend: 'cached' },
    ],
  });

const diskOverTime = () =>
  timeseries({
    title: 'Disk usage by file system',
    description: 'Share that is used, of each file system of the nodes.',
    unit: units.PercentUnit,
    max: 1,
    queries: [{ expr: `max by (node, mountpoint) (${diskUse})`, legend: '{{node}} {{mountpoint}}' }],
    thresholds: diskLimits,
  });

const networkIo = () =>
  timeseries({
    title: 'Network I/O',
    description: 'Received and sent by the real interfaces of each node.',
    unit: units.BytesPerSecondIEC,
    queries: (['receive', 'transmit'] as const).map((direction) => ({
      expr: sum(rate(onNode(`node_network_${direction}_bytes_total`, [REAL_DEVICES])), ['node']),
      legend: `{{node}} ${direction}`,
    })),
  });

const diskIo = () =>
  timeseries({
    title: 'Disk I/O',
    description: 'Read and written by the disks of each node.',
    unit: units.BytesPerSecondIEC,
    queries: (['read', 'written'] as const).map((direction) => ({
      expr: sum(rate(onNode(`node_disk_${direction}_bytes_total`, [REAL_DISKS])), ['node']),
      legend: `{{node}} ${direction}`,
    })),
  });

const inCluster = (metric: string) => `${metric}{${[`job="${jobs.cadvisor}"`, ...WHOLE_POD].join(', ')}}`;

const cpuByNamespace = () =>
  timeseries(
    {
      title: 'CPU by namespace',
      description: 'In cores, of all pods: what watching costs, and what serving does.',
      unit: units.Short,
      queries: [
        {
          expr: sum(rate(inCluster('container_cpu_usage_seconds_total')), ['namespace']),
          legend: '{{namespace}}',
        },
      ],
    },
    { stacked: true },
  );

const memoryByNamespace = () =>
  timeseries(
    {
      title: 'Memory by namespace',
      description: 'Working set of all pods.',
      unit: units.BytesIEC,
      queries: [
        {
          expr: sum(inCluster('container_memory_working_set_bytes'), ['namespace']),
          legend: '{{namespace}}',
        },
      ],
    },
    { stacked: true },
  );

const targets = () =>
  timeseries({
    title: 'Targets that do not answer',
    description:
      'Of each job, what Prometheus finds and cannot ask. Pods that end are among them for a moment.',
    unit: units.Short,
    queries: [{ expr: 'sum by (job) (1 - up)', legend: '{{job}}' }],
    thresholds: [{ value: 1, color: colours.warning }],
  });

export const node = () =>
  dashboard({
    uid: 'cats-vs-dogs-node',
    title: 'Node and cluster',
    description: 'What the machines do: CPU, memory, disks, network, and who in the cluster uses them.',
    about: 'nodes',
    rows: [
      { title: 'In short', panels: [cpuNow(), memoryNow(), diskNow(), loadNow(), nodes(), uptime()] },
      { title: 'CPU and memory', panels: [cpuOverTime(), cpuByCore(), memoryOverTime()] },
      { title: 'Disks and network', panels: [diskOverTime(), diskIo(), networkIo()] },
      { title: 'Cluster', panels: [cpuByNamespace(), memoryByNamespace(), targets()] },
    ],
  });
