import * as units from '@grafana/grafana-foundation-sdk/units';
import { thresholds } from '../rules/thresholds.ts';
import { dashboard } from './dashboard.ts';
import { stacked, stat, statWithHistory, timeseries } from './panels.ts';
import { everyPod, onNode, rate, sum } from './selectors.ts';

/** As the alerts have them: a warning, then a page. */
const cpuLimits = { warning: thresholds.cpuHighShare.value, bad: thresholds.cpuCriticalShare.value };
const memoryLimits = { warning: thresholds.memoryHighShare.value, bad: thresholds.memoryCriticalShare.value };
const diskLimits = { warning: thresholds.diskHighShare.value };

/** Of the node itself and of no container, no memory and no image. */
const REAL_FILESYSTEMS = 'fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|autofs|proc|sysfs|cgroup2?|nsfs"';
const REAL_DEVICES = 'device!~"lo|veth.*|cali.*|cni.*|docker.*|br-.*|flannel.*|kube-.*"';
const REAL_DISKS = 'device!~"loop.*|ram.*|zram.*|sr.*|dm-.*"';

const idle = onNode('node_cpu_seconds_total', 'mode="idle"');
const cpuUse = (...by: string[]) => `1 - avg by (${by.join(', ')}) (${rate(idle)})`;
const memoryUse = `1 - ${onNode('node_memory_MemAvailable_bytes')} / ${onNode('node_memory_MemTotal_bytes')}`;
const diskUse = `1 - ${onNode('node_filesystem_avail_bytes', REAL_FILESYSTEMS)} / ${onNode('node_filesystem_size_bytes', REAL_FILESYSTEMS)}`;
const networkRate = (direction: 'receive' | 'transmit') =>
  sum(rate(onNode(`node_network_${direction}_bytes_total`, REAL_DEVICES)), 'node');
const diskRate = (direction: 'read' | 'written') =>
  sum(rate(onNode(`node_disk_${direction}_bytes_total`, REAL_DISKS)), 'node');

export const node = dashboard({
  uid: 'cats-vs-dogs-node',
  title: 'Node and cluster',
  description: 'What the machines do: CPU, memory, disks, network, and who in the cluster uses them.',
  about: 'nodes',
  rows: {
    'In short': [
      statWithHistory({
        title: 'CPU',
        alert: 'HighCPUUsage',
        description: 'Share of all cores that was busy, of the busiest node.',
        unit: units.PercentUnit,
        queries: `max(${cpuUse('node')})`,
        limits: cpuLimits,
      }),
      statWithHistory({
        title: 'Memory',
        alert: 'HighMemoryUsage',
        description:
          'Share that no program could get any more without taking it from another, of the fullest node.',
        unit: units.PercentUnit,
        queries: `max(${memoryUse})`,
        limits: memoryLimits,
      }),
      statWithHistory({
        title: 'Disk usage',
        alert: 'HighDiskUsage',
        description: 'Share of the fullest file system. The kubelet evicts pods from 85 to 90 % on.',
        unit: units.PercentUnit,
        queries: `max(${diskUse})`,
        limits: diskLimits,
      }),
      statWithHistory({
        title: 'Load for each core',
        description: 'Programs that run or wait for a core or a disk, over 5 minutes; above 1 some wait.',
        queries: `max(${onNode('node_load5')} / on (node) count by (node) (${idle}))`,
        limits: { warning: 1 },
      }),
      stat({
        title: 'Nodes seen',
        alert: 'NodeDown',
        description: 'From which node-exporter answers.',
        queries: 'sum(up{job="node-exporter"})',
      }),
      stat({
        title: 'Up since the last boot',
        description: 'Of the node that booted last.',
        unit: units.Seconds,
        queries: `min(time() - ${onNode('node_boot_time_seconds')})`,
      }),
    ],
    'CPU and memory': [
      stacked({
        title: 'CPU by mode',
        description: 'In cores, all nodes together. Much iowait is a slow disk, much steal a busy host.',
        queries: { '{{mode}}': sum(rate(onNode('node_cpu_seconds_total', 'mode!="idle"')), 'mode') },
      }),
      timeseries({
        title: 'CPU by core',
        description:
          'Share of each core that was busy: one at 100 % and the others at rest is a program of one thread.',
        unit: units.PercentUnit,
        max: 1,
        queries: { '{{node}} {{cpu}}': cpuUse('node', 'cpu') },
      }),
      timeseries({
        title: 'Memory over time',
        description:
          'All there is, what programs use, and what the kernel keeps of files and gives back on demand.',
        unit: units.BytesIEC,
        queries: {
          total: sum(onNode('node_memory_MemTotal_bytes')),
          used: `${sum(onNode('node_memory_MemTotal_bytes'))} - ${sum(onNode('node_memory_MemAvailable_bytes'))}`,
          cached: sum(onNode('node_memory_Cached_bytes')),
        },
      }),
    ],
    'Disks and network': [
      timeseries({
        title: 'Disk usage by file system',
        description: 'Share that is used, of each file system of the nodes.',
        unit: units.PercentUnit,
        max: 1,
        queries: { '{{node}} {{mountpoint}}': `max by (node, mountpoint) (${diskUse})` },
        limits: diskLimits,
      }),
      timeseries({
        title: 'Disk I/O',
        description: 'Read and written by the disks of each node.',
        unit: units.BytesPerSecondIEC,
        queries: { '{{node}} read': diskRate('read'), '{{node}} written': diskRate('written') },
      }),
      timeseries({
        title: 'Network I/O',
        description: 'Received and sent by the real interfaces of each node.',
        unit: units.BytesPerSecondIEC,
        queries: {
          '{{node}} receive': networkRate('receive'),
          '{{node}} transmit': networkRate('transmit'),
        },
      }),
    ],
    Cluster: [
      stacked({
        title: 'CPU by namespace',
        description: 'In cores, of all pods: what watching costs, and what serving does.',
        queries: {
          '{{namespace}}': sum(rate(everyPod('container_cpu_usage_seconds_total')), 'namespace'),
        },
      }),
      stacked({
        title: 'Memory by namespace',
        description: 'Working set of all pods.',
        unit: units.BytesIEC,
        queries: { '{{namespace}}': sum(everyPod('container_memory_working_set_bytes'), 'namespace') },
      }),
      timeseries({
        title: 'Targets that do not answer',
        alert: 'ScrapeTargetMissing',
        description:
          'Of each job, what Prometheus finds and cannot ask. Pods that end are among them for a moment.',
        queries: { '{{job}}': 'sum by (job) (1 - up)' },
        limits: { warning: 1 },
      }),
    ],
  },
});
