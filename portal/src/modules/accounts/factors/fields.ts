import { Type } from 'typebox';

/** Fields of forms, each with its longest value. */
export const next = Type.Optional(Type.String({ maxLength: 500 }));
export const code = Type.String({ maxLength: 40 });
export const name = Type.String({ maxLength: 200 });
export const trust = Type.Optional(Type.Literal('yes'));
export const by = Type.Union([Type.Literal('text'), Type.Literal('call')]);
/** What Garner sealed and gave to the form. */
export const sealed = Type.String({ maxLength: 1000 });
/** A passkey's answer as JSON. */
export const response = Type.String({ maxLength: 20_000 });
export const credentialId = Type.String({ pattern: '^[\\w-]{1,1400}$' });
/** A number in digits: of "1e400" in a form the validator would make Infinity, and let it through. */
export const id = Type.String({ pattern: '^[1-9][0-9]{0,14}$' });
