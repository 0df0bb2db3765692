import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';

/** A query, and where it is drawn. */
export interface PlacedQuery {
  dashboard: string;
  panel: string;
  expr: string;
}

/** The panels that draw something: a row is only a heading. */
export const panelsOf = ({ panels = [] }: Dashboard): Panel[] =>
  panels.filter((panel): panel is Panel => panel.type !== 'row');

/** Every query of the panels. */
export function queriesOf(dashboard: Dashboard): PlacedQuery[] {
  return panelsOf(dashboard).flatMap(({ title = '', targets = [] }) =>
    (targets as Dataquery[]).map(({ expr }) => ({
      dashboard: dashboard.title ?? '',
      panel: title,
      expr: expr ?? '',
    })),
  );
}
