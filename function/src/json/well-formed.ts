/** The text with U+FFFD for each half of a surrogate pair: other parsers of JSON refuse it (RFC 8259, 8.2). */
export const wellFormed = (text: string): string => Buffer.from(text).toString();
