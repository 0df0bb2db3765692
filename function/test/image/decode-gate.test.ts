import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DecodeGate } from '../../src/image/decode-gate.ts';

/** Tasks that note when they start and end when they are told. */
function tasks(gate: DecodeGate) {
  const running: string[] = [];
  const finish = new Map<string, (error?: Error) => void>();
  const add = (name: string, bytes: number, isHeavy = false) => {
    const task = () => {
      running.push(name);
      return new Promise<string>((resolve, reject) => {
        finish.set(name, (error) => {
          running.splice(running.indexOf(name), 1);
          if (error) reject(error);
          else resolve(name);
        });
      });
    };
    return gate.run(bytes, task, isHeavy);
  };
  return { running, finish, add };
}

describe('DecodeGate', () => {
  it('runs as many at once as it may, and the others in their order', async () => {
    const { running, finish, add } = tasks(new DecodeGate(2, 100));
    const results = ['a', 'b', 'c', 'd'].map((name) => add(name, 0));
    expect(running).toEqual(['a', 'b']);
    finish.get('b')!();
    await results[1];
    await turn();
    expect(running).toEqual(['a', 'c']);
  });

  it('lets one wait whose memory does not fit beside the running ones', async () => {
    const { running, finish, add } = tasks(new DecodeGate(4, 100));
    const large = add('large', 80);
    const second = add('second', 30);
    const small = add('small', 1);
    expect(running).toEqual(['large']);
    finish.get('large')!();
    await large;
    await turn();
    expect(running).toEqual(['second', 'small']);
    finish.get('second')!();
    finish.get('small')!();
    expect(await Promise.all([second, small])).toEqual(['second', 'small']);
  });

  it('keeps a place for light ones, which overtake the heavy ones that wait', async () => {
    const { running, finish, add } = tasks(new DecodeGate(2, 100));
    const heavy = ['heavy 1', 'heavy 2', 'heavy 3'].map((name) => add(name, 40, true));
    expect(running).toEqual(['heavy 1']);
    const light = ['light 1', 'light 2'].map((name) => add(name, 1));
    expect(running).toEqual(['heavy 1', 'light 1']);
    finish.get('light 1')!();
    await light[0];
    await turn();
    expect(running).toEqual(['heavy 1', 'light 2']);
    finish.get('heavy 1')!();
    await heavy[0];
    await turn();
    expect(running).toEqual(['light 2', 'heavy 2']);
  });

  it('runs heavy ones where there is one place only', () => {
    const { running, add } = tasks(new DecodeGate(1, 100));
    void add('heavy', 40, true);
    expect(running).toEqual(['heavy']);
  });

  it('gives the place of one that failed to the next', async () => {
    const { running, finish, add } = tasks(new DecodeGate(1, 100));
    const failing = add('failing', 100);
    const next = add('next', 100);
    finish.get('failing')!(new Error('broken'));
    await expect(failing).rejects.toThrow('broken');
    await turn();
    expect(running).toEqual(['next']);
    finish.get('next')!();
    expect(await next).toBe('next');
  });
});
