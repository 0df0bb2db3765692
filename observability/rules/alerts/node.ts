import { type Alert, expression, type Severity } from '../rule.ts';
import { thresholds } from '../thresholds.ts';

const t = thresholds;
const ON_NODE = 'on {{ $labels.node }}';
const share = '{{ $value | humanizePercentage }}';

const cpu = '1 - avg by (node) (rate(node_cpu_seconds_total{job="node-exporter", mode="idle"}[5m]))';
const memory = expression(`
  1 - max by (node) (node_memory_MemAvailable_bytes{job="node-exporter"})
  / max by (node) (node_memory_MemTotal_bytes{job="node-exporter"})`);
const NO_REAL_DISK = 'fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660"';
const disk = expression(`
  1 - max by (node, mountpoint) (node_filesystem_avail_bytes{job="node-exporter", ${NO_REAL_DISK}})
  / max by (node, mountpoint) (node_filesystem_size_bytes{job="node-exporter", ${NO_REAL_DISK}} > 0)`);

function full(
  [name, severity, wait]: [name: string, severity: Severity, wait: string],
  expr: string,
  limit: number,
  what: string,
  place = ON_NODE,
): Alert {
  return {
    ...{ name, severity, for: wait },
    expr: `${expr} > ${limit}`,
    summary: `${what} ${place} ${severity === 'critical' ? 'is used up' : 'gets scarce'}`,
    description: `${share} are in use for ${wait.replace('m', '')} minutes; the limit is ${limit * 100} %.`,
  };
}

/** The machines below it all. */
export const nodeAlerts: readonly Alert[] = [
  full(['HighCPUUsage', 'warning', '10m'], cpu, t.cpuHighShare.value, 'CPU'),
  full(['CriticalCPUUsage', 'critical', '5m'], cpu, t.cpuCriticalShare.value, 'CPU'),
  full(['HighMemoryUsage', 'warning', '10m'], memory, t.memoryHighShare.value, 'Memory'),
  full(['CriticalMemoryUsage', 'critical', '5m'], memory, t.memoryCriticalShare.value, 'Memory'),
  full(
    ['HighDiskUsage', 'warning', '15m'],
    disk,
    t.diskHighShare.value,
    'Disk',
    'at {{ $labels.mountpoint }} on {{ $labels.node }}',
  ),
  {
    name: 'NodeDown',
    severity: 'critical',
    for: '2m',
    // Of a node, not of one program on it: kubelet and node-exporter both.
    expr: 'max by (node) (up{job=~"kubelet|node-exporter"}) == 0',
    summary: 'The node {{ $labels.node }} does not answer',
    description: 'Neither its kubelet nor its node-exporter answers for 2 minutes (up is {{ $value }}).',
  },
];
