// The process of good-traffic.ts. Its first message is the photo, its second one ends it.
import { on } from 'node:events';
import { type Counts, count, GRACE_MS, isWrong, send, unlimited } from './load.ts';

const INTERVAL_MS = 100;

// It ends with who started it, however that ends.
process.once('disconnect', () => process.exit());

const port = Number(process.argv[2]);
// Not `once`: both messages may be there already.
const messages = on(process, 'message');
const body = (await messages.next()).value[0] as Buffer;
const headers = { 'content-type': 'image/jpeg' };
const stop = unlimited(new AbortController());
const counts: Counts = {};
const latenciesMs: number[] = [];
const pending = new Set<Promise<void>>();
let wrong = 0;

const timer = setInterval(() => {
  const one = send(port, { path: '/predict', headers, body }, stop.signal).then((ending) => {
    pending.delete(one);
    if (ending.status === '200') latenciesMs.push(ending.milliseconds);
    else if (ending.status !== '503' || isWrong(ending)) wrong += 1;
    count(counts, ending.status);
  });
  pending.add(one);
}, INTERVAL_MS);

process.send!('started');
await messages.next();
clearInterval(timer);
const late = setTimeout(() => stop.abort(), GRACE_MS);
await Promise.all(pending);
clearTimeout(late);
process.send!({ counts, latenciesMs, wrong }, () => process.disconnect());
