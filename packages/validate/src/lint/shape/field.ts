import type { LintPlace, Remarks } from '../remark.ts';
import {
  count,
  inside,
  isMapping,
  line,
  list,
  type Mapping,
  mapping,
  number,
  oneOf,
  own,
  type Shape,
  text,
  words,
  wrongKind,
} from './shape.ts';

const filled = text(/[\s\S]/, 'a text of at least one character');
const DATE = text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, 'a date written year-month-day');

const pattern: Shape = (value, place, remarks) => {
  if (typeof value !== 'string') return wrongKind(value, 'a text', place, remarks);
  if (/^\^|\$$/.test(value)) {
    remarks.say('shape.value', place, {
      message: 'The pattern begins with ^ or ends with $.',
      remedy: 'Take them out: a pattern always matches the whole value.',
    });
  } else if (!/^.{2,}$/.test(value)) {
    remarks.say('shape.value', place, { message: 'The pattern is shorter than two characters, or has a line break.' });
  }
};

const required: Shape = (value, place, remarks) => {
  if (value === true) return;
  remarks.say('shape.value', place, {
    message: 'required may only be true.',
    remedy: 'Write true; or set notApplicable and leave required out.',
  });
};

const limit: Shape = (value, place, remarks) => {
  if (typeof value !== 'string') number(value, place, remarks);
};

const CONSTRAINTS = {
  required,
  pattern,
  enum: list(text()),
  minLength: count,
  maxLength: count,
  minimum: limit,
  maximum: limit,
};

const published = mapping({
  required: {
    position: (value, place, remarks) => {
      if (typeof value !== 'string' && !Number.isInteger(value))
        wrongKind(value, 'a whole number or a text', place, remarks);
    },
    description: text(),
    pattern: text(),
    words: text(),
  },
});

const FIELD = mapping({
  required: {
    name: line,
    type: oneOf(['string', 'integer', 'number', 'date']),
    description: words,
    example: filled,
    accepts: line,
    mend: line,
  },
  optional: {
    title: line,
    format: oneOf(['default', 'any']),
    examples: list(text()),
    constraints: mapping({ optional: CONSTRAINTS }),
    missingValues: list(text()),
    lexical: filled,
    dateFormats: list(oneOf(['%Y-%m-%d', '%d/%m/%Y'])),
    notApplicable: filled,
    reading: line,
    published,
  },
});

/** What the constraints of each type may be. */
const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  string: ['required', 'pattern', 'enum', 'minLength', 'maxLength'],
  integer: ['required', 'minimum', 'maximum'],
  number: ['required', 'minimum', 'maximum'],
  date: ['required', 'minimum', 'maximum'],
};

/** One column. */
export const fieldShape: Shape = (value, place, remarks) => {
  const name = isMapping(value) ? own(value, 'name') : undefined;
  const here: LintPlace = typeof name === 'string' ? { ...place, column: name } : place;
  FIELD(value, here, remarks);
  if (!isMapping(value)) return;
  checkNotApplicable(value, here, remarks);
  checkType(value, here, remarks);
};

/** Every column either wants a value or names what stands for none. */
function checkNotApplicable(field: Mapping, place: LintPlace, remarks: Remarks): void {
  const constraints = own(field, 'constraints');
  const isRequired = isMapping(constraints) && Object.hasOwn(constraints, 'required');
  if (isMapping(constraints) && Object.keys(constraints).length === 0) {
    remarks.say('shape.value', inside(place, 'constraints'), {
      message: 'There are no constraints here.',
      remedy: 'Leave constraints out.',
    });
  }
  if (Object.hasOwn(field, 'notApplicable')) {
    if (isRequired) {
      remarks.say('shape.value', inside(place, 'constraints.required'), {
        message: 'The column has both required and notApplicable.',
        remedy: 'Leave required out.',
      });
    }
    if (!Object.hasOwn(field, 'missingValues')) {
      remarks.say('shape.missing', place, {
        message: 'notApplicable is set and missingValues is not.',
        remedy: `Add missingValues: [${JSON.stringify(field['notApplicable'])}], so that other tools know the value too.`,
      });
    }
  } else if (!isRequired && !mayBeEmpty(own(field, 'missingValues'))) {
    remarks.say('shape.missing', place, {
      message: 'The column has neither required nor notApplicable.',
      remedy:
        'Add constraints.required: true; or notApplicable, or an empty text in missingValues, where the words allow it.',
    });
  }
}

/** A column of its own words may be left empty. */
function mayBeEmpty(missingValues: unknown): boolean {
  return Array.isArray(missingValues) && missingValues.includes('');
}

/** What a column of each type must and may have. */
function checkType(field: Mapping, place: LintPlace, remarks: Remarks): void {
  const type = own(field, 'type');
  const allowed = typeof type === 'string' ? BY_TYPE[type] : undefined;
  if (!allowed || typeof type !== 'string') return;
  const numeric = type === 'integer' || type === 'number';
  const lacks = (key: string, why: string): void => {
    if (!Object.hasOwn(field, key)) remarks.say('shape.missing', place, { message: why, remedy: `Add ${key}.` });
  };
  const notHere = (key: string, why: string): void => {
    if (Object.hasOwn(field, key)) remarks.say('shape.unknown-key', inside(place, key), { message: why });
  };
  if (numeric) lacks('lexical', 'A number needs lexical: how its digits may be written.');
  else notHere('lexical', 'lexical is for numbers only.');
  if (type === 'date') lacks('format', 'A date needs format: default or any.');
  const format = own(field, 'format');
  if (type !== 'date' && Object.hasOwn(field, 'format') && format !== 'default') {
    remarks.say('shape.value', inside(place, 'format'), {
      message: `The format of a column of type ${type} can only be default.`,
    });
  }
  if (type === 'date' && format === 'any') lacks('dateFormats', 'The format any needs dateFormats.');
  else notHere('dateFormats', 'dateFormats goes with the type date and the format any.');
  checkConstraints(own(field, 'constraints'), type, allowed, inside(place, 'constraints'), remarks);
}

function checkConstraints(
  constraints: unknown,
  type: string,
  allowed: readonly string[],
  place: LintPlace,
  remarks: Remarks,
): void {
  if (!isMapping(constraints)) return;
  for (const key of Object.keys(constraints)) {
    if (!Object.hasOwn(CONSTRAINTS, key) || allowed.includes(key)) continue;
    remarks.say('shape.unknown-key', inside(place, key), {
      message: `${key} is not a constraint of the type ${type}.`,
      remedy: `Use one of: ${allowed.join(', ')}.`,
    });
  }
  for (const key of ['minimum', 'maximum']) {
    if (!Object.hasOwn(constraints, key) || !allowed.includes(key)) continue;
    const wanted = type === 'date' ? DATE : number;
    wanted(own(constraints, key), inside(place, key), remarks);
  }
}
