/** Garner's reader over one file: xml-ours.ts FILE [strings]. With `strings` every value becomes one. */
import { fileSource } from '../packages/validate/src/node.ts';
import { readXml, type XmlReader } from '../packages/validate/src/xml/index.ts';
import { measuredXml } from './xml-count.ts';

await measuredXml(async (path, way) => {
  let [elements, attributes, characters] = [0, 0, 0];
  const startElement = (_: unknown, { attributeCount }: XmlReader): void => {
    elements++;
    attributes += attributeCount;
  };
  const endElement = (): void => {};
  const measure = (reader: XmlReader): void => {
    characters += reader.plain && reader.ascii ? reader.to - reader.from : reader.text().length;
  };
  const decode = (reader: XmlReader): void => {
    characters += reader.text().length;
  };
  await using source = await fileSource(path);
  await readXml(source, { startElement, endElement, text: way === 'strings' ? decode : measure });
  return { elements, attributes, characters };
});
