import { isMapping, line, list, mapping, oneOf, own, type Shape, text, wrongKind } from './shape.ts';

const CODE = /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/;
const code = text(CODE, 'a code of capitals and digits with hyphens, such as ABC-REPORTING-DATE');

const besides: Shape = list((value, place, remarks) => {
  if (value !== 'value') code(value, place, remarks);
});

const COMMON = {
  code,
  severity: oneOf(['error', 'query', 'notice']),
  message: line,
  help: line,
};

const KINDS: Readonly<Record<string, Shape>> = {
  row: mapping({
    required: { ...COMMON, kind: oneOf(['row']), expression: line, columns: list(line) },
    optional: { besides },
  }),
  unique: mapping({
    required: { ...COMMON, kind: oneOf(['unique']) },
    optional: { besides, columns: list(line) },
  }),
  constant: mapping({
    required: { ...COMMON, kind: oneOf(['constant']), columns: list(line, { most: 1 }) },
    optional: { besides },
  }),
  reference: mapping({
    required: {
      ...COMMON,
      kind: oneOf(['reference']),
      columns: list(line),
      reference: mapping({ required: { resource: line }, optional: { columns: list(line) } }),
    },
    optional: { besides, exceptMissing: oneOf([true, false]) },
  }),
};

/** One rule. */
export const ruleShape: Shape = (value, place, remarks) => {
  if (!isMapping(value)) return wrongKind(value, 'a group of keys', place, remarks);
  const kind = own(value, 'kind');
  const shape = typeof kind === 'string' && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (shape) return shape(value, place, remarks);
  if (kind === undefined)
    remarks.say('shape.missing', place, {
      message: 'The key kind is missing.',
      remedy: 'Add kind: row, unique, constant or reference.',
    });
  else oneOf(Object.keys(KINDS))(kind, { ...place, path: `${place.path}.kind` }, remarks);
};

/** One or more names of columns: Data Package v2 lets a single name stand without its list. */
const names: Shape = (value, place, remarks) =>
  typeof value === 'string' ? line(value, place, remarks) : list(line)(value, place, remarks);

/** A reference to another file's columns, or to other columns of the same file where no resource is named. */
export const foreignKeyShape: Shape = mapping({
  required: { fields: names, reference: mapping({ required: { fields: names }, optional: { resource: text() } }) },
});
