/** A rule that writes a series down, so that others read it cheaply. */
export interface Recording {
  record: string;
  expr: string;
  labels?: Readonly<Record<string, string>>;
}

type Severity = 'critical' | 'warning' | 'none';

/** A rule that tells somebody. */
export interface Alert {
  name: string;
  /** critical: somebody is woken. warning: somebody looks the same day. none: for a machine. */
  severity: Severity;
  /** How long it must hold; absent: at once. */
  for?: string;
  expr: string;
  /** Goes with severity, for what tells one such alert from another. */
  labels?: Readonly<Record<string, string>>;
  /** One line, the subject of a mail. */
  summary: string;
  /** What was measured, with the value, and what it means. */
  description: string;
}

export interface Group {
  name: string;
  interval: string;
  /** How far behind the present it looks. */
  queryOffset?: string;
  /** The dashboard that shows what its alerts are about. */
  dashboard?: 'service' | 'knative' | 'slo' | 'model' | 'node';
  recordings?: readonly Recording[];
  alerts?: readonly Alert[];
}

type Texts = Pick<Alert, 'expr' | 'labels' | 'summary' | 'description'>;

const alertOf =
  (severity: Severity) =>
  (name: string, wait: string, texts: Texts): Alert => ({
    ...{ name, severity, ...texts },
    ...(wait !== 'at once' && { for: wait }),
  });

/** An alert by its name and how long its cause must last, as 5m or at once. */
export const critical = alertOf('critical');
export const warning = alertOf('warning');
