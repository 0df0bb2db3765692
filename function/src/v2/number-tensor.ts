import type { Span } from './extract-data.ts';
import { invalidRequest } from './invalid-request.ts';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const OPENING = 0x5b;
const CLOSING = 0x5d;
const E = 0x65;

// Fifteen digits, as many as a double has for sure; the others move the point only.
const ENOUGH = 1e14;
const powersOfTen = Array.from({ length: 32 }, (_, exponent) => 10 ** exponent);

/**
 * Reads a tensor of numbers, flat or nested as its shape is, out of JSON. Nothing is kept but a byte a number.
 * @param levelOf what is kept of a number, from 0 to 255; throws for one that is not allowed
 * @throws RequestError inference_request_invalid
 */
export function readNumbers(
  json: Buffer,
  { start, end }: Span,
  shape: readonly number[],
  levelOf: (value: number) => number,
): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  // A number takes a digit and a comma or bracket.
  if (count > (end - start) / 2) throw fewerThan(count);
  const levels = new Uint8Array(count);
  const reader = new NumberReader(json);
  const sizes: number[] = [];
  let depth = 0;
  let depthOfNumbers = 0;
  let found = 0;
  let expectsValue = true;
  for (let at = start; at < end; ) {
    const byte = json[at]!;
    if (byte === SPACE || byte === LINE_FEED || byte === TAB || byte === CARRIAGE_RETURN) {
      at += 1;
    } else if (byte === COMMA) {
      if (expectsValue) throw malformed();
      expectsValue = true;
      at += 1;
    } else if (byte === OPENING) {
      if (!expectsValue || depth === shape.length) throw malformed();
      if (depth > 0) sizes[depth]! += 1;
      depth += 1;
      sizes[depth] = 0;
      at += 1;
    } else if (byte === CLOSING) {
      if (expectsValue) throw malformed();
      if (depthOfNumbers > 1 && sizes[depth] !== shape[depth - 1]) throw otherShape(shape);
      depth -= 1;
      at += 1;
    } else {
      if (!expectsValue) throw malformed();
      if (depthOfNumbers === 0 && (depth === 1 || depth === shape.length)) depthOfNumbers = depth;
      if (depth !== depthOfNumbers) throw otherShape(shape);
      if (found === count) throw invalidRequest(`There are more numbers than the ${count} of the shape.`);
      at = reader.read(at);
      levels[found] = levelOf(reader.value);
      found += 1;
      sizes[depth]! += 1;
      expectsValue = false;
    }
  }
  if (found < count) throw fewerThan(count);
  return levels;
}

/** Reads the numbers of JSON (RFC 8259, 6) from bytes; without a closure or a string for each, for there are millions. */
class NumberReader {
  value = 0;
  readonly #json: Buffer;

  constructor(json: Buffer) {
    this.#json = json;
  }

  /** Reads the number at this place into `value`, and returns the place behind it. */
  read(start: number): number {
    const json = this.#json;
    const negative = json[start] === MINUS;
    let at = negative ? start + 1 : start;
    let mantissa = 0;
    let exponent = 0;
    const integerStart = at;
    for (; isDigit(json[at]!); at++) {
      if (mantissa < ENOUGH) mantissa = mantissa * 10 + json[at]! - ZERO;
      else exponent += 1;
    }
    if (at === integerStart || (json[integerStart] === ZERO && at > integerStart + 1)) throw malformed();
    if (json[at] === POINT) {
      const fractionStart = ++at;
      for (; isDigit(json[at]!); at++) {
        if (mantissa >= ENOUGH) continue;
        mantissa = mantissa * 10 + json[at]! - ZERO;
        exponent -= 1;
      }
      if (at === fractionStart) throw malformed();
    }
    if ((json[at]! | SPACE) === E) {
      at += 1;
      const sign = json[at] === MINUS ? -1 : 1;
      if (json[at] === MINUS || json[at] === PLUS) at += 1;
      const exponentStart = at;
      let given = 0;
      for (; isDigit(json[at]!); at++) given = Math.min(given * 10 + json[at]! - ZERO, 9999);
      if (at === exponentStart) throw malformed();
      exponent += sign * given;
    }
    this.value = scaled(negative ? -mantissa : mantissa, exponent);
    return at;
  }
}

const isDigit = (byte: number) => byte >= ZERO && byte <= NINE;

function scaled(mantissa: number, exponent: number): number {
  if (exponent === 0 || mantissa === 0) return mantissa;
  const power = powersOfTen[Math.abs(exponent)] ?? 10 ** Math.abs(exponent);
  return exponent < 0 ? mantissa / power : mantissa * power;
}

const malformed = () =>
  invalidRequest('The data must be one array of numbers, flat or nested as its shape is.');
const otherShape = (shape: readonly number[]) =>
  invalidRequest(`The nesting of the data is not that of the shape [${shape.join(', ')}].`);
const fewerThan = (count: number) =>
  invalidRequest(`There are fewer numbers than the ${count} of the shape.`);
