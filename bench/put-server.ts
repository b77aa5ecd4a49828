import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The least that takes a file: a plain PUT, written to disk as it comes, by the address it is put at. What tus is measured beside. */
export async function startPutServer(folder: string): Promise<AsyncDisposable & { readonly base: string }> {
  const server = createServer((request, response) => {
    pipeline(request, createWriteStream(join(folder, `put-${basename(request.url ?? '')}.bin`))).then(
      () => response.writeHead(204).end(),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    base: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
