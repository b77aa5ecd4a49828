import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DetailName, detailTexts, readDetails } from '../../src/modules/organisations/details.ts';
import {
  IDENTIFIER_NAMES,
  identifierAsKept,
  identifierInWords,
  identifiersOf,
  isIdentifier,
} from '../../src/modules/organisations/identifiers.ts';
import { isDay, KINDS } from '../../src/modules/organisations/model.ts';
import { nameAsKept, nameFault, nameKey, splitNames } from '../../src/modules/organisations/names.ts';
import {
  covers,
  mayRelate,
  overlaps,
  RELATION_KINDS,
  relationsFor,
  type Span,
  spanFault,
} from '../../src/modules/organisations/relations.ts';
import { exactCsvRow, readCsv } from '../../src/platform/csv.ts';
import { londonDay } from '../../src/platform/london.ts';

const day = fc.integer({ min: 0, max: 3000 }).map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10));
const span: fc.Arbitrary<Span> = fc
  .tuple(day, fc.option(day))
  .map(([a, b]) => (b !== null && b < a ? { since: b, until: a } : { since: a, until: b }));
const kind = fc.constantFrom(...KINDS);
const right = {
  recognitionNumber: fc.stringMatching(/^RN\d{4}$/),
  ukprn: fc.stringMatching(/^[1-9]\d{7}$/),
  urn: fc.stringMatching(/^\d{6}$/),
  laestab: fc.stringMatching(/^\d{7}$/),
  ncn: fc.stringMatching(/^\d{5}$/),
};

describe('identifiers', () => {
  test.each(IDENTIFIER_NAMES)('%s: every right one is taken, also as it is shown and with blanks', (name) => {
    fc.assert(
      fc.property(right[name], (value) => {
        expect(isIdentifier(name, value)).toBe(true);
        expect(identifierAsKept(name, identifierInWords(name, value))).toBe(value);
        expect(identifierAsKept(name, ` ${value.slice(0, 3)} ${value.slice(3).toLowerCase()}\t`)).toBe(value);
      }),
    );
  });

  test.each(IDENTIFIER_NAMES)('%s: one digit more or fewer, or something else within, is refused', (name) => {
    fc.assert(
      fc.property(right[name], fc.constantFrom('-', '.', 'x', "'", '１1'), (value, odd) => {
        expect(isIdentifier(name, `${value}0`)).toBe(false);
        expect(isIdentifier(name, value.slice(0, -1))).toBe(false);
        expect(isIdentifier(name, value.slice(0, 2) + odd + value.slice(2))).toBe(false);
      }),
    );
  });

  test('what is kept is taken by the database, whatever was typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...IDENTIFIER_NAMES), fc.string({ unit: 'grapheme' }), (name, typed) => {
        if (isIdentifier(name, typed)) expect(identifierAsKept(name, typed)).toMatch(/^(RN)?[0-9]+$/);
      }),
    );
  });

  test('a UKPRN does not begin with 0, and a LAESTAB may have its stroke in one place only', () => {
    expect(isIdentifier('ukprn', '01234567')).toBe(false);
    expect(isIdentifier('laestab', '990/4001')).toBe(true);
    expect(isIdentifier('laestab', '9904/001')).toBe(false);
  });

  test('which fit which kind', () => {
    const fitting = KINDS.map((one) => [one, identifiersOf(one).map(({ short }) => short)]);
    expect(Object.fromEntries(fitting)).toEqual({
      regulator: ['UKPRN'],
      department: ['UKPRN'],
      'awarding-organisation': ['RN', 'UKPRN'],
      'local-authority': ['UKPRN'],
      centre: ['UKPRN', 'URN', 'LAESTAB', 'NCN'],
      supplier: ['UKPRN'],
    });
  });
});

describe('names', () => {
  test('keeping a name is done once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        expect(nameAsKept(nameAsKept(typed))).toBe(nameAsKept(typed));
      }),
    );
  });

  test('case, blanks and punctuation do not tell names apart', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 5 }), (words) => {
        expect(nameKey(words.join(' '))).toBe(nameKey(words.join('-').toUpperCase()));
      }),
    );
  });

  test.each([
    ['Nоrthern Skills Awards', 'a Cyrillic о'],
    ['NORTHERN  SKILLS AWARDS', 'capitals and two blanks'],
    ['Ｎorthern Skills Awards', 'a wide N'],
    ['Nórthern Skills-Awards.', 'an accent and punctuation'],
    ['North\u00ADern Skills Awards', 'a soft hyphen'],
  ])('%s looks like Northern Skills Awards: %s', (name) => {
    expect(nameKey(name)).toBe(nameKey('Northern Skills Awards'));
  });

  test.each(['', ' ', 'A', '---', 'a\u202Eb', 'a\u200Bb', 'two\nlines', 'nul\0', '\uD800x', 'x'.repeat(201)])(
    '%j is no name',
    (typed) => expect(nameFault(nameAsKept(typed))).toBeTypeOf('string'),
  );

  test('whatever passes can be kept by PostgreSQL and has something to see', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const name = nameAsKept(typed);
        if (nameFault(name) !== undefined) return;
        expect(name).not.toMatch(/\0/);
        expect(name.isWellFormed()).toBe(true);
        expect(nameKey(name)).not.toBe('');
      }),
    );
  });

  test('several at once', () => expect(splitNames(' NSA; Northern\r\n\nNSA ;')).toEqual(['NSA', 'Northern']));
});

describe('relations', () => {
  test('spans overlap exactly where a day lies in both', () => {
    fc.assert(
      fc.property(span, span, (a, b) => {
        const days = [a.since, b.since, a.until, b.until].filter((one) => one !== null);
        expect(overlaps(a, b)).toBe(days.some((one) => covers(a, one) && covers(b, one)));
        expect(overlaps(a, b)).toBe(overlaps(b, a));
        expect(overlaps(a, a)).toBe(true);
      }),
    );
  });

  test('a span is right exactly where both days are real and in order', () => {
    fc.assert(fc.property(span, (one) => spanFault(one) === undefined));
    expect(spanFault({ since: '2026-02-29', until: null })?.field).toBe('since');
    expect(spanFault({ since: '2026-03-01', until: '2026-02-28' })?.field).toBe('until');
    expect(spanFault({ since: '2026-03-01', until: 'soon' })?.field).toBe('until');
  });

  test('what is offered to an organisation is what it may be', () => {
    fc.assert(
      fc.property(kind, kind, (own, other) => {
        for (const relation of RELATION_KINDS) {
          const sides = relationsFor(own).filter((one) => one.kind === relation);
          if (mayRelate(relation, own, other)) expect(sides.map(({ side }) => side)).toContain('from');
          if (mayRelate(relation, other, own)) expect(sides.map(({ side }) => side)).toContain('to');
        }
      }),
    );
    expect(mayRelate('agent-of', 'local-authority', 'centre')).toBe(true);
    expect(mayRelate('agent-of', 'centre', 'local-authority')).toBe(false);
    expect(mayRelate('supplier-for', 'supplier', 'supplier')).toBe(false);
  });

  test('a day is London’s', () => {
    expect(londonDay(new Date('2026-06-30T23:30:00Z'))).toBe('2026-07-01');
    expect(londonDay(new Date('2026-12-31T23:30:00Z'))).toBe('2026-12-31');
    expect(['2026-02-29', '2026-13-01', '1000-01-01', '2026-1-1', ''].filter(isDay)).toEqual([]);
  });
});

describe('details', () => {
  test('what was read is shown and read as the same', () => {
    fc.assert(
      fc.property(right.ukprn, right.laestab, right.ncn, (ukprn, laestab, ncn) => {
        const texts = { ukprn, laestab, ncn, phone: '', website: 'https://example.org/a?b', otherNames: 'AB\r\nCD' };
        const { details, faults } = readDetails(texts, 'centre');
        expect(faults).toEqual([]);
        const whole = {
          ...{ recognitionNumber: null, urn: null, contactEmail: null, postalAddress: null, otherNames: [] },
          ...{ ukprn: null, laestab: null, ncn: null, phone: null, website: null },
          ...details,
        };
        expect(readDetails(detailTexts(whole), 'centre').details).toEqual(whole);
      }),
    );
  });

  test.each<[DetailName, string]>([
    ['website', 'javascript:alert(1)'],
    ['website', 'data:text/html,x'],
    ['website', 'https://'],
    ['website', 'https://user:secret@example.org/'],
    ['website', 'https://exa mple.org'],
    ['website', 'http://localhost'],
    ['contactEmail', 'a@b, c@d.example'],
    ['contactEmail', 'office at marsh'],
    ['contactEmail', 'a@b.example\nbcc: c@d.example'],
    ['phone', 'call me'],
    ['phone', '1'.repeat(40)],
    ['postalAddress', 'a\n'.repeat(12)],
    ['postalAddress', 'a\0b'],
    ['otherNames', 'AB\nC\u202ED'],
    ['otherNames', Array.from({ length: 31 }, (_, at) => `Name ${at}`).join(';')],
    ['recognitionNumber', 'RN5901'],
    ['urn', '99010'],
  ])('%s: %j is refused at its field', (name, typed) => {
    expect(readDetails({ [name]: typed }, 'centre').faults.map(({ field }) => field)).toEqual([name]);
  });
});

test('a file written by the rules of CSV is read as it was', () => {
  const cell = fc.string({ unit: 'grapheme' }).map((one) => `x${one}`);
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }));
  fc.assert(
    fc.property(table, (rows) => {
      const wellFormed = rows.map((row) => row.map((one) => one.toWellFormed()));
      const bytes = new TextEncoder().encode(wellFormed.map(exactCsvRow).join(''));
      expect(readCsv(bytes)).toEqual(wellFormed.map((cells, at) => ({ row: at + 1, cells })));
    }),
  );
});
