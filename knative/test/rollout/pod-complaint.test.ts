import { describe, expect, it } from 'vitest';
import { podComplaint } from '../../rollout/pod-complaint.ts';
import type { ContainerStatus as Container } from '../../service/pod.ts';

const running: Container = { restartCount: 0, state: {} };
const crashed: Container = {
  restartCount: 1,
  state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } },
  lastState: { terminated: { exitCode: 1, reason: 'Error', message: 'model.onnx: bytes: expected 1\n' } },
};

function complaint(...containers: Container[]): string | undefined {
  return podComplaint([{ status: { containerStatuses: containers } }]);
}

describe('of the pods of a revision it is said', () => {
  it('nothing while there are none, or they run', () => {
    expect(podComplaint([])).toBeUndefined();
    expect(podComplaint([{}])).toBeUndefined();
    expect(complaint(running, running)).toBeUndefined();
  });

  it('nothing of a container that is being made', () => {
    expect(
      complaint({ restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } }),
    ).toBeUndefined();
  });

  it('that one crashes, with its last words, from the second time on', () => {
    expect(complaint(running, { ...crashed, restartCount: 0 })).toBeUndefined();
    expect(complaint(running, crashed)).toBe(
      'it crashes (Error, exit code 1): model.onnx: bytes: expected 1',
    );
  });

  it('that one is killed for its memory, which has no last words', () => {
    const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
    expect(complaint({ ...crashed, lastState })).toBe('it crashes (OOMKilled, exit code 137)');
  });

  it('that its image cannot be had', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "x"' };
    expect(complaint({ restartCount: 0, state: { waiting } })).toBe(
      'ImagePullBackOff: Back-off pulling image "x"',
    );
  });

  it('no more than fits a line', () => {
    const waiting = { reason: 'InvalidImageName', message: 'x'.repeat(5000) };
    expect(complaint({ restartCount: 0, state: { waiting } })!.length).toBeLessThan(310);
  });
});
