// A file of its own, which digest.ts loads where the browser gives a page no SHA-256.
export { sha256 } from '@noble/hashes/sha2.js';
