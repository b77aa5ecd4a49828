import { type Decoded, decode } from '../text.ts';
import { type CsvRecord, ESCAPED, HIGH, LINE_BREAK, QUOTED } from './record.ts';

/** Flags that leave a value equal to its bytes, and say nothing against it. */
export const PLAIN: number = QUOTED | HIGH | LINE_BREAK;

/** The value of a field as a person reads it: doubled quotation marks taken once. */
export function fieldValue(record: CsvRecord, index: number): Decoded {
  const decoded = decode(record.bytes, record.from[index]!, record.to[index]!);
  if (!(record.flags[index]! & ESCAPED)) return decoded;
  return { text: decoded.text.replaceAll('""', '"'), fellBack: decoded.fellBack };
}
