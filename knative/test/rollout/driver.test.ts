import { describe, expect, it } from 'vitest';
import { Driver, LEASE_MS } from '../../rollout/driver.ts';
import type { RolloutState } from '../../rollout/state.ts';

const state: RolloutState = {
  id: 'one',
  stable: 'cats-vs-dogs-00001',
  steps: [100],
  startedAt: '2026-01-01T00:00:00Z',
  shiftedAt: '2026-01-01T00:00:00Z',
};

describe('a process', () => {
  it('claims a rollout that none drives, and renews its mark', () => {
    const driver = new Driver();
    expect(driver.turn(state, 1000)).toBe('claim');
    const claimed = driver.marked(state, 1000);
    expect(driver.drives(claimed)).toBe(true);
    expect(driver.turn(claimed, 5999)).toBe('drive');
    expect(driver.turn(claimed, 6000)).toBe('claim');
    expect(driver.marked(claimed, 6000).driver?.beat).toBe(2);
  });

  it('watches while another one drives, however its clock goes', () => {
    const [driver, other] = [new Driver(), new Driver()];
    let nowMs = 0;
    for (let renewals = 0; renewals < 5; renewals += 1) {
      const driven = driver.marked(state, 0);
      expect(other.drives(driven)).toBe(false);
      expect(other.turn(driven, nowMs)).toBe('watch');
      nowMs += LEASE_MS - 1;
      expect(other.turn(driven, nowMs)).toBe('watch');
    }
  });

  it('takes over when the mark no longer moves', () => {
    const [driver, other] = [new Driver(), new Driver()];
    const driven = driver.marked(state, 0);
    expect(other.turn(driven, 1000)).toBe('watch');
    expect(other.turn(driven, 1000 + LEASE_MS)).toBe('claim');
    expect(driver.turn(other.marked(driven, 1000 + LEASE_MS), 2000)).toBe('watch');
  });
});
