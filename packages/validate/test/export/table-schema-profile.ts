/**
 * What Data Package v2 asks of a Table Schema, written down from the standard (Table Schema, "Properties" and "Field types"):
 * the keys it defines for the types that templates use, and no other key, so that nothing of Garner's own is in it.
 * The standard's own profile allows unknown keys; this one is narrower.
 */
const texts = { type: 'array', items: { type: 'string' }, uniqueItems: true };
const keys = { ...texts, minItems: 1 };

const described = {
  name: { type: 'string', minLength: 1 },
  title: { type: 'string' },
  description: { type: 'string' },
  example: { type: 'string' },
  missingValues: texts,
};

function fieldOf(type: string, formats: object, constraints: object): object {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'type'],
    properties: {
      ...described,
      type: { const: type },
      format: formats,
      constraints: {
        type: 'object',
        additionalProperties: false,
        properties: { required: { type: 'boolean' }, unique: { type: 'boolean' }, ...constraints },
      },
    },
  };
}

const bounds = (type: string): object => ({ minimum: { type }, maximum: { type } });

export const TABLE_SCHEMA_PROFILE: object = {
  type: 'object',
  additionalProperties: false,
  required: ['fields'],
  properties: {
    $schema: { const: 'https://datapackage.org/profiles/2.0/tableschema.json' },
    name: { type: 'string' },
    title: { type: 'string' },
    description: { type: 'string' },
    version: { type: 'string' },
    contributors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: { title: { type: 'string' }, roles: { ...texts, minItems: 1 } },
      },
    },
    missingValues: texts,
    primaryKey: keys,
    foreignKeys: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['fields', 'reference'],
        properties: {
          fields: { anyOf: [{ type: 'string' }, keys] },
          reference: {
            type: 'object',
            additionalProperties: false,
            required: ['fields'],
            properties: { resource: { type: 'string' }, fields: { anyOf: [{ type: 'string' }, keys] } },
          },
        },
      },
    },
    uniqueKeys: { type: 'array', minItems: 1, uniqueItems: true, items: keys },
    fields: {
      type: 'array',
      minItems: 1,
      items: {
        oneOf: [
          fieldOf(
            'string',
            { enum: ['default', 'email', 'uri', 'binary', 'uuid'] },
            {
              pattern: { type: 'string', format: 'regex' },
              enum: keys,
              minLength: { type: 'integer' },
              maxLength: { type: 'integer' },
            },
          ),
          fieldOf('integer', { const: 'default' }, bounds('integer')),
          fieldOf('number', { const: 'default' }, bounds('number')),
          fieldOf('date', { type: 'string', pattern: '^(default|any|.*%.*)$' }, bounds('string')),
        ],
      },
    },
  },
};
