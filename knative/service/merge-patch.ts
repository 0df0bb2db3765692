import { isDeepStrictEqual } from 'node:util';

/** What JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two values are the same but for the order of keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b);
}

/** The merge patch (RFC 7386) that makes `to` out of `from`; empty when there is nothing to do. */
export function mergePatch(from: object, to: object): JsonObject {
  const [before, after] = [from as JsonObject, to as JsonObject];
  const patch: JsonObject = {};
  for (const key of Object.keys(before)) if (after[key] === undefined) patch[key] = null;
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (value === undefined || sameJson(old, value)) continue;
    patch[key] = isObject(value) ? mergePatch(isObject(old) ? old : {}, value) : value;
  }
  return patch;
}
