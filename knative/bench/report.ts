import { describeMachine } from '../../function/bench/machine.ts';
import { median, percentile } from '../../function/bench/statistics.ts';
import { plural } from '../../tools/plural.ts';
import type { ColdStart } from './cold-start.ts';
import type { WaysIn } from './way-in.ts';

export interface Figures {
  functionStarts: ColdStart[];
  helloStarts: ColdStart[];
  waysIn: WaysIn;
  toZero: { zeroMs: number; goneMs: number };
}

/** What a start may take over hello, and what the function's own part of it may. */
const LIMITS = { overHelloMs: { floor: 600, goal: 250 }, processMs: { floor: 600, goal: 350 } };

/** The figures as text for a terminal. */
export function report({ functionStarts, helloStarts, waysIn, toZero }: Figures): string {
  const { cpu, cores } = describeMachine();
  const answers = functionStarts.map(({ answerMs }) => answerMs);
  const hellos = helloStarts.map(({ answerMs }) => answerMs);
  const own = functionStarts.flatMap(({ processMs }) => (processMs === undefined ? [] : [processMs]));
  const [ingress, queueProxy, container] = [waysIn.ingressMs, waysIn.queueProxyMs, waysIn.containerMs].map(
    median,
  );
  return [
    `${cpu}, ${cores} cores; ${plural(answers.length, 'start')} from zero of each`,
    '',
    `first answer after zero, function   ${spread(answers)}`,
    `first answer after zero, hello      ${spread(hellos)}`,
    `the function over hello             ${limited(median(answers) - median(hellos), LIMITS.overHelloMs)}`,
    `its own part, process to listening  ${spread(own)}`,
    `                                    ${limited(median(own), LIMITS.processMs)}`,
    '',
    `to zero after the last answer       ${seconds(toZero.zeroMs)} until no pod is asked for, ${seconds(toZero.goneMs)} until it is gone`,
    `p50 of the bare container           ${container!.toFixed(1)} ms`,
    `p50 with queue-proxy                ${queueProxy!.toFixed(1)} ms`,
    `p50 with ingress and activator too  ${ingress!.toFixed(1)} ms, ${(ingress! - container!).toFixed(1)} ms over the container`,
  ].join('\n');
}

function spread(samples: readonly number[]): string {
  const [least, most] = [Math.min(...samples), Math.max(...samples)];
  return `p50 ${whole(median(samples))}, p95 ${whole(percentile(samples, 0.95))}, ${whole(least)} to ${whole(most)} ms`;
}

function limited(value: number, { floor, goal }: { floor: number; goal: number }): string {
  const met = value <= goal ? 'goal' : value <= floor ? 'floor' : 'missed';
  return `${whole(value)} ms; at most ${floor} ms, goal ${goal} ms: ${met}`;
}

function whole(milliseconds: number): string {
  return milliseconds.toFixed(0);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
