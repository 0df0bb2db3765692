/** Each schema, and the module that it is compiled to. */
export declare const schemas: { schema: URL; compiled: URL }[];
/** The text of the module whose default export validates a parsed value by the schema of this file. */
export declare function compileSchema(file: URL): Promise<string>;
