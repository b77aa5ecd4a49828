/** The little that the benchmark uses of saxes, so that the types hold where bench/node_modules is not there. */
declare module 'saxes' {
  interface Events {
    error: (error: Error) => void;
    doctype: (doctype: string) => void;
    opentag: (tag: { attributes: Readonly<Record<string, unknown>> }) => void;
    closetag: () => void;
    text: (text: string) => void;
  }
  export class SaxesParser {
    constructor(options: { xmlns: boolean; position: boolean });
    on<Name extends keyof Events>(name: Name, handler: Events[Name]): void;
    write(text: string): this;
    close(): this;
  }
}
