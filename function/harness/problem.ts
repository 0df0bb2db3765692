import { expect } from 'vitest';
import type { Answer } from './exchange.ts';

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id: string;
}

// What would tell an attacker what runs inside: stack frames, paths, and the names of our libraries.
const INSIDES = [
  /:\d+:\d+\)?(\\n|$)/,
  /node_modules|node:internal|\.[cm]?[jt]s\b|\/(dist|usr|home|app|tmp)\//,
  /\b(sharp|libvips|vips|busboy|express|functions.framework|onnx|undici|libspng|libjpeg|libtiff|libwebp|libheif)/i,
  /\b([A-Z]\w*)?Error: |\bUnexpected end\b/,
];

/** Asserts a problem-details answer of the given status and code, and returns its `detail`. */
export function expectProblem(answer: Answer | undefined, status: number, code: string): string {
  if (!answer) throw new Error(`no answer came; expected ${status} ${code}`);
  const text = answer.body.toString('utf8');
  expect(`${answer.status} ${text}`).toContain(`${status} {`);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(text) as Problem;
  expect(problem).toEqual({
    type: `urn:cats-vs-dogs:error:${code}`,
    title: expect.stringMatching(/\S/),
    status,
    detail: expect.stringMatching(/\S/),
    code,
    request_id: expect.stringMatching(/^[\w.:-]{1,128}$/),
  });
  expect(answer.headers['x-request-id'] ?? problem.request_id).toBe(problem.request_id);
  expectNoInsides(answer);
  return problem.detail;
}

/** Asserts that nothing of the implementation shows in an answer. */
export function expectNoInsides(answer: Answer): void {
  for (const inside of INSIDES) expect(answer.body.toString('utf8')).not.toMatch(inside);
  expect(Object.keys(answer.headers)).not.toContain('x-powered-by');
  expect(Object.keys(answer.headers)).not.toContain('server');
}
