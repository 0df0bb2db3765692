/** Percentages below which `npm run coverage` and the test stage fail. */
export interface Floor {
  statements: number;
  branches: number;
  functions: number;
  lines: number;
}

/** The same or higher: whole percents, so that the order of tests does not decide. */
export function raised(floor: Floor, measured: Readonly<Record<keyof Floor, { pct: number }>>): Floor {
  const up = (name: keyof Floor) => Math.max(floor[name], Math.floor(measured[name].pct));
  return {
    statements: up('statements'),
    branches: up('branches'),
    functions: up('functions'),
    lines: up('lines'),
  };
}
