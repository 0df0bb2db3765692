import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as HeatmapBuilder, YAxisConfigBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** Of Grafana's data source: whichever Prometheus the reader picks, the provisioned one at first. */
export const datasource = { type: 'prometheus', uid: '$datasource' } as const;
/** Prometheus' rules count so often, and it scrapes nodes so often; the function it asks more often. */
const MIN_STEP = '30s';
/** What stands where a query finds nothing, as the function's own series at zero pods. */
const NOTHING = 'none';

export const colours = { good: 'green', warning: 'orange', bad: 'red', line: 'blue' } as const;

/** What a panel must have, whatever it draws. */
export interface Panel {
  title: string;
  /** What it shows, and what to make of it. */
  description: string;
  /** Of Grafana's units: the constants of `@grafana/grafana-foundation-sdk/units`. */
  unit: string;
  queries: readonly Query[];
  /** From these values on it is drawn in that colour; below the first one it is good. */
  thresholds?: readonly { value: number; color: string }[];
  min?: number;
  max?: number;
}

export interface Query {
  expr: string;
  /** With labels in double braces. */
  legend?: string;
}

/** What is set the same on every kind of panel. */
interface CommonBuilder {
  title(title: string): this;
  description(description: string): this;
  unit(unit: string): this;
  noValue(text: string): this;
  interval(minStep: string): this;
  datasource(datasource: { type?: string; uid?: string }): this;
  height(height: number): this;
  targets(targets: Builder<Dataquery>[]): this;
  thresholds(thresholds: ThresholdsConfigBuilder): this;
  min(min: number): this;
  max(max: number): this;
}

function common<B extends CommonBuilder>(
  builder: B,
  { title, description, unit, thresholds = [], min, max }: Panel,
  { height, targets }: { height: number; targets: DataqueryBuilder[] },
): B {
  builder
    .title(title)
    .description(description)
    .unit(unit)
    .noValue(NOTHING)
    .interval(MIN_STEP)
    .datasource(datasource)
    .height(height)
    .targets(targets.map((target, index) => target.refId(String.fromCharCode(65 + index))))
    .thresholds(
      new ThresholdsConfigBuilder()
        .mode(ThresholdsMode.Absolute)
        // Grafana's first step has no value: it begins at minus infinity.
        .steps([{ value: null, color: colours.good }, ...thresholds]),
    );
  if (min !== undefined) builder.min(min);
  if (max !== undefined) builder.max(max);
  return builder;
}

const rangeQuery = ({ expr, legend }: Query): DataqueryBuilder =>
  new DataqueryBuilder()
    .expr(expr)
    .range()
    .legendFormat(legend ?? '__auto');
const instantQuery = (query: Query): DataqueryBuilder => rangeQuery(query).instant();

/** Lines over time. */
export function timeseries(panel: Panel, { stacked = false } = {}): TimeseriesBuilder {
  const builder = common(new TimeseriesBuilder(), panel, {
    height: 8,
    targets: panel.queries.map(rangeQuery),
  })
    .min(panel.min ?? 0)
    .lineWidth(1)
    .fillOpacity(stacked ? 30 : 10)
    .showPoints(VisibilityMode.Auto)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (panel.thresholds !== undefined) {
    builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  return stacked ? builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal)) : builder;
}

/** One number, as it is now; `sparkline` draws behind it how it came to be. */
export function stat(panel: Panel, { sparkline = false } = {}): StatBuilder {
  return common(new StatBuilder(), panel, {
    height: 4,
    targets: panel.queries.map(sparkline ? rangeQuery : instantQuery),
  })
    .graphMode(sparkline ? BigValueGraphMode.Area : BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));
}

/** How often each bucket of a histogram was hit, over time; the query sums by `le`. */
export function heatmap(panel: Panel): HeatmapBuilder {
  const targets = panel.queries.map((query) =>
    rangeQuery({ ...query, legend: '{{le}}' }).format(PromQueryFormat.Heatmap),
  );
  return common(new HeatmapBuilder(), panel, { height: 8, targets }).yAxis(
    new YAxisConfigBuilder().unit(panel.unit),
  );
}

/** A line for each series, a column for each of the labels. */
export function table(panel: Panel, labels: readonly string[], value?: string): TableBuilder {
  const targets = panel.queries.map((query) => instantQuery(query).format(PromQueryFormat.Table));
  return common(new TableBuilder(), panel, { height: 6, targets })
    .withTransformation({ id: 'filterFieldsByName', options: { include: { names: [...labels, 'Value'] } } })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Value: value === undefined },
        indexByName: Object.fromEntries([...labels, 'Value'].map((name, index) => [name, index])),
        renameByName: value === undefined ? {} : { Value: value },
      },
    });
}
