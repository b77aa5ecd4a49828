import { expect, test } from 'vitest';
import { headerOf } from '../run.ts';
import { CONTEXT } from './rules.ts';
import { rowRule, smallTemplate } from './small-template.ts';
import { sameEveryWay } from './ways.ts';

/** Values near each other and near what the rules ask for. */
const VALUES = [
  ...[
    '',
    'A',
    'AB',
    'a',
    '9',
    '10',
    '010',
    '-2',
    '+5',
    'abc',
    '2020-02-28',
    '2020-02-29',
    '2020-03-01',
    '123456789012345',
  ],
  ...[
    '1234567890123456',
    '9900000179',
    '9900000178',
    '9999999999',
    '0900000179',
    '990000017',
    '99000001790',
    '990000017x',
  ],
  ...[
    '999010230001M',
    '999010230001L',
    '68199Q012058G',
    '68199A012058G',
    '999010230001',
    'a value of more than 16',
    '12345678',
  ],
];
const TEXTS = ['', 'A', '9', '2020-02-29', '12345678', '123456789', 'a value of more than 16'];
const OPERATORS = ['==', '!=', '<', '<=', '>', '>='];

const EXPRESSIONS = [
  ...OPERATORS.flatMap((operator) => [
    ...TEXTS.map((text) => `A ${operator} '${text}'`),
    `'2020-02-29' ${operator} A`,
    `A ${operator} B`,
    `A ${operator} context.text`,
    `int(A) ${operator} int(B)`,
    `int(A) + 1 ${operator} int(B) - 2`,
    `10 ${operator} int(A)`,
    `int(A.substring(0, 4)) ${operator} int(B.substring(2))`,
  ]),
  ...[
    "A in ['', 'A']",
    "A in ['A', '']",
    "A in ['12345678', 'a value of more than 16', '9']",
    'A in context.list',
    'A in []',
  ],
  ...[
    `A in [${VALUES.filter((_, at) => at % 2 === 0)
      .map((text) => `'${text}'`)
      .join(', ')}]`,
  ],
  ...['isUln(A)', 'isUci(A)', 'isUpn(A)', "A.startsWith('9')", 'size(A) > 3', 'true', 'false'],
  ...[
    "A == 'A' || isUln(B)",
    "A == 'A' && isUci(B)",
    "A == '9' || int(B) > 9",
    "A == '9' && !(int(B) > 9)",
    "A != '' && B != '' || A == B",
  ],
];

/** As many rules, each with its denial, as a kernel takes. */
const EACH = 15;

test.each(
  Array.from({ length: Math.ceil(EXPRESSIONS.length / EACH) }, (_, at) =>
    EXPRESSIONS.slice(at * EACH, (at + 1) * EACH),
  ),
)(
  '%s … and their denials',
  async (...expressions) => {
    const columns = (expression: string): string[] => (/\bB\b/.test(expression) ? ['A', 'B'] : ['A']);
    const rules = expressions.flatMap((expression, at) => [
      rowRule(`R${at}`, columns(expression), expression),
      rowRule(`NOT-R${at}`, columns(expression), `!(${expression})`),
    ]);
    const constraints = { pattern: '[ -~]*' };
    const compiled = smallTemplate(
      [
        { name: 'A', constraints },
        { name: 'B', constraints },
      ],
      rules,
    );
    const lines = VALUES.flatMap((a) => VALUES.map((b) => `${a},"${b}"\n${a},${b}\n`));
    const file = new TextEncoder().encode(`${headerOf(compiled)}\n${lines.join('')}`);
    const { findings } = await sameEveryWay(file, compiled, { context: CONTEXT });
    // Of each rule and its denial just one holds, if they can be worked out; a row of nothing but a comma is asked nothing.
    const rows = 2 * VALUES.length ** 2 - 1;
    const failed = findings.filter(({ rule }) => rule === 'rule.failed').length;
    const asked = findings.filter(({ rule }) => rule !== 'row.empty').length;
    expect(asked).toBe(rows * expressions.length + failed / 2);
  },
  60_000,
);
