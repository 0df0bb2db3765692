/** The `source` of every event that the function makes. */
export const EVENT_SOURCE = 'urn:cats-vs-dogs:function';

/** The attributes of a CloudEvent in binary mode. */
export function eventHeaders(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeHeader(value)]),
  );
}

/** Percent-encodes what the HTTP binding of CloudEvents says (3.1.3.2): all but printable ASCII, and space, " and %. */
function encodeHeader(value: string): string {
  return value.replace(/[^\x21-\x7e]+|["%]/gu, (part) =>
    Array.from(Buffer.from(part), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
