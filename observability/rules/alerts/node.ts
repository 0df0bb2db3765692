import { type Alert, critical, warning } from '../rule.ts';
import { thresholds } from '../thresholds.ts';

const t = thresholds;

const cpu = '1 - avg by (node) (rate(node_cpu_seconds_total{job="node-exporter", mode="idle"}[5m]))';
const memory = `
  1 - max by (node) (node_memory_MemAvailable_bytes{job="node-exporter"})
  / max by (node) (node_memory_MemTotal_bytes{job="node-exporter"})`;
const NO_REAL_DISK = 'fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660"';
/** By device: a node of Kind has one disk at five places. */
const disk = `
  1 - max by (node, device) (node_filesystem_avail_bytes{job="node-exporter", ${NO_REAL_DISK}})
  / max by (node, device) (node_filesystem_size_bytes{job="node-exporter", ${NO_REAL_DISK}} > 0)`;

const inUse =
  (alert: typeof critical, says: string) =>
  (name: string, minutes: number, share: string, limit: number, what: string): Alert =>
    alert(name, `${minutes}m`, {
      expr: `${share} > ${limit}`,
      summary: `${what} on {{ $labels.node }} ${says}`,
      description: `{{ $value | humanizePercentage }} are in use for ${minutes} minutes; the limit is ${limit * 100} %.`,
    });
const scarce = inUse(warning, 'gets scarce');
const usedUp = inUse(critical, 'is used up');

/** The machines below it all. */
export const nodeAlerts: readonly Alert[] = [
  scarce('HighCPUUsage', 10, cpu, t.cpuHighShare.value, 'CPU'),
  usedUp('CriticalCPUUsage', 5, cpu, t.cpuCriticalShare.value, 'CPU'),
  scarce('HighMemoryUsage', 10, memory, t.memoryHighShare.value, 'Memory'),
  usedUp('CriticalMemoryUsage', 5, memory, t.memoryCriticalShare.value, 'Memory'),
  scarce('HighDiskUsage', 15, disk, t.diskHighShare.value, 'Disk {{ $labels.device }}'),
  critical('NodeDown', '2m', {
    // Of a node, not of one program on it: kubelet and node-exporter both.
    expr: 'max by (node) (up{job=~"kubelet|node-exporter"}) == 0',
    summary: 'The node {{ $labels.node }} does not answer',
    description: 'Neither its kubelet nor its node-exporter answers for 2 minutes (up is {{ $value }}).',
  }),
];
