// Imported before all else: as the first process of a container, node ignores SIGTERM until it has a handler.

type OnSignal = (signal: NodeJS.Signals) => void;

let onSignal: OnSignal = () => process.exit(0);
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, (signal) => onSignal(signal));

/** What SIGTERM and SIGINT do from now on; before the first call they end the process. */
export function onStopSignal(action: OnSignal): void {
  onSignal = action;
}
