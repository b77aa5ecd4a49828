import { isRealIso } from '../../fields/dates.ts';
import { quoted, type Remarks } from '../remark.ts';
import { inside } from '../shape/shape.ts';
import type { FieldView, TemplateView } from '../view.ts';

const ISO = /^\d{4}-\d\d-\d\d$/;

/** Limits that contradict each other, and dates of the template that no calendar has. */
export function checkLimits({ place, field }: FieldView, _template: TemplateView, remarks: Remarks): void {
  const { minimum, maximum, minLength, maxLength } = field.constraints ?? {};
  const here = inside(place, 'constraints');
  for (const [key, date] of [
    ['minimum', minimum],
    ['maximum', maximum],
  ] as const) {
    if (field.type !== 'date' || typeof date !== 'string' || !ISO.test(date) || isRealIso(date)) continue;
    remarks.say('constraints.no-such-date', inside(here, key), { message: `${quoted(date)} is in no calendar.` });
  }
  const isAbove =
    typeof minimum === typeof maximum && minimum !== undefined && maximum !== undefined && minimum > maximum;
  if (isAbove)
    remarks.say('constraints.minimum-above-maximum', here, {
      message: `The minimum ${minimum} is above the maximum ${maximum}.`,
    });
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) {
    remarks.say('constraints.minimum-above-maximum', here, {
      message: `minLength ${minLength} is above maxLength ${maxLength}.`,
    });
  }
}
