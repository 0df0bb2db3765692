export declare const compiledFile: URL;
/** The text of the module whose default export validates a parsed model.json. */
export declare function compileSchema(): Promise<string>;
