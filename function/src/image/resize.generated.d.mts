/** WebAssembly as base64. */
declare const wasm: string;
export default wasm;
