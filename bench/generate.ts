/** node bench/generate.ts --rows N --seed S [--faults P] [--quoted never|some|all] [--crlf] --out FILE */
import { parseArgs } from 'node:util';
import type { Quoting } from './csv-cell.ts';
import { writePtqFile } from './ptq-generator.ts';
import { RETURN } from './ptq-return.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '0' },
    quoted: { type: 'string', default: 'never' },
    crlf: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});

if (values.rows === undefined || values.out === undefined || !isQuoting(values.quoted)) {
  console.error(
    'Say how many rows and where: node bench/generate.ts --rows N --seed S [--faults P] [--quoted never|some|all] [--crlf] --out FILE',
  );
  process.exit(2);
}

const written = await writePtqFile(values.out, {
  ...RETURN,
  rows: Number(values.rows),
  seed: Number(values.seed),
  faults: Number(values.faults),
  quoted: values.quoted,
  lineEnd: values.crlf ? '\r\n' : '\n',
});
console.log(`${written.rows} rows, ${written.bytes} bytes, ${written.faultCount} faults`);
for (const [rule, count] of Object.entries(written.faultsByRule).sort()) console.log(`  ${rule} ${count}`);

function isQuoting(text: string): text is Quoting {
  return text === 'never' || text === 'some' || text === 'all';
}
