import { quotedList, type Remarks } from '../remark.ts';
import type { TemplateView } from '../view.ts';

/** The keys that other tools read: a row's own, and those into other files (Data Package v2). */
export function checkKeys({ template, foreignKeys }: TemplateView, remarks: Remarks): void {
  const columns = new Set(template.fields.map((field) => field.name));
  const check = (names: readonly string[], path: string): void => {
    const unknown = names.filter((name) => !columns.has(name));
    if (unknown.length > 0)
      remarks.say('key.no-such-column', { path }, { message: `There is no column ${quotedList(unknown)}.` });
  };
  check(template.primaryKey ?? [], 'primaryKey');
  for (const { at, key } of foreignKeys) {
    check(key.fields, `foreignKeys[${at}].fields`);
    if (key.resource === undefined) check(key.theirs, `foreignKeys[${at}].reference.fields`);
    if (key.fields.length === key.theirs.length) continue;
    remarks.say(
      'key.columns',
      { path: `foreignKeys[${at}]` },
      { message: `The key has ${key.fields.length} columns here and ${key.theirs.length} there.` },
    );
  }
}
