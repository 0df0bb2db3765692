import { markdownTextTable } from '../../tools/table.ts';
import { alerts } from './groups.ts';
import { thresholds } from './thresholds.ts';

/** Every alert, with its severity and how long its cause must last. */
function alertTable(): string {
  const names = [...new Set(alerts.map(({ name }) => name))];
  const rows = names.map((name) => {
    const ofName = alerts.filter((alert) => alert.name === name);
    const each = (what: (alert: (typeof ofName)[number]) => string) =>
      [...new Set(ofName.map(what))].join(', ');
    const summary = ofName[0]!.summary.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, '_$1_');
    return [
      `[${name}](runbooks/${name}.md)`,
      each(({ severity }) => severity),
      each(({ for: wait }) => wait ?? 'at once'),
      summary,
    ];
  });
  return markdownTextTable(['alert', 'severity', 'after', 'says'], rows);
}

function thresholdTable(): string {
  const rows = Object.values(thresholds).map(({ value, unit, reason }) => [`${value} ${unit}`, reason]);
  return markdownTextTable(['limit', 'reason'], rows);
}

const TABLES = { alerts: alertTable, thresholds: thresholdTable };

/** The text with its tables as they are now, each between two comments with its name. */
export function withTables(text: string): string {
  return Object.entries(TABLES).reduce(
    (current, [name, table]) =>
      current.replace(
        new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(\\n<!-- /${name} -->)`),
        (_, begin, end) => `${begin}\n${table()}\n${end}`,
      ),
    text,
  );
}
