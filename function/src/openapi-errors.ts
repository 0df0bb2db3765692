import { type ErrorCode, errors } from './errors.ts';

export const requestIdHeader = {
  'X-Request-Id': { description: 'The id of the request, as in the log.', schema: { type: 'string' } },
};

/** The responses of an operation for these errors, one for each status, whose content has this schema. */
export function errorResponses(
  codes: readonly ErrorCode[],
  statusOf: (code: ErrorCode) => number,
  content: Record<string, { schema: object }>,
): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map((code) => `\`${code}\`: ${errors[code][1]}.`).join(' '),
        headers: requestIdHeader,
        content,
      },
    ]),
  );
}
