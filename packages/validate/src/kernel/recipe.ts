import type { TemplateField } from '../template.ts';

/** Values with an answer of their own, whatever the pattern says. */
export interface SpecialValues {
  /** Accepted: what stands for "not applicable", or for no value where none is needed. */
  readonly accepted: ReadonlySet<string>;
  /** Refused: the same values where the field does not take them. */
  readonly refused: ReadonlySet<string>;
  /** Values that blanks around them do not make right. */
  readonly sentinels: ReadonlySet<string>;
}

/** What an automaton is made of: plain data, so that a thread can be given it. */
export interface Recipe {
  readonly field: Pick<TemplateField, 'type' | 'constraints' | 'lexical' | 'dateFormats'>;
  readonly special: SpecialValues;
}
