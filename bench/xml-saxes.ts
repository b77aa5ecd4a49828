/** saxes over one file, as strictly as it can: xml-saxes.ts FILE [namespaces]. With `namespaces` it also keeps positions. */
import { createReadStream } from 'node:fs';
import { SaxesParser } from 'saxes';
import { measuredXml } from './xml-count.ts';

await measuredXml(async (path, way) => {
  let [elements, attributes, characters, depth] = [0, 0, 0, 0];
  const namespaces = way === 'namespaces';
  const parser = new SaxesParser({ xmlns: namespaces, position: namespaces });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('There is a DOCTYPE');
  });
  parser.on('opentag', (tag) => {
    elements++;
    depth++;
    for (const _ in tag.attributes) attributes++;
  });
  parser.on('closetag', () => {
    depth--;
  });
  // It also tells of the white space outside the root element.
  parser.on('text', (text) => {
    if (depth > 0) characters += text.length;
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    parser.write(decoder.decode(chunk, { stream: true }));
  }
  parser.write(decoder.decode()).close();
  return { elements, attributes, characters };
});
