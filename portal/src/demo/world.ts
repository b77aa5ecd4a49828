import type { NewOrganisation } from '../modules/organisations/index.ts';

/** The made-up world of the demonstration: fixed, so that screenshots and tests can name it. */

export const COLLECTOR: NewOrganisation = {
  kind: 'regulator',
  name: 'Qualifications Regulator (demonstration)',
  otherNames: [],
  contactEmail: 'data.returns@example.org',
};

export const AWARDING_ORGANISATIONS: Readonly<Record<'northern' | 'albion' | 'tamar', NewOrganisation>> = {
  northern: {
    kind: 'awarding-organisation',
    name: 'Northern Skills Awards',
    otherNames: ['NSA'],
    recognitionNumber: 'RN5901',
  },
  albion: {
    kind: 'awarding-organisation',
    name: 'Albion Examinations',
    otherNames: ['Albion'],
    recognitionNumber: 'RN5902',
  },
  tamar: {
    kind: 'awarding-organisation',
    name: 'Tamar Vocational Board',
    otherNames: ['TVB'],
    recognitionNumber: 'RN5903',
  },
};

export const PASSWORD = 'harvest-home-2026';

export const PEOPLE = [
  {
    name: 'Amina Patel',
    email: 'amina.patel@northern.example',
    at: 'northern',
    permissions: ['Data Submissions'],
    jobTitles: ['Data Manager'],
  },
  {
    name: 'Owen Hughes',
    email: 'owen.hughes@albion.example',
    at: 'albion',
    permissions: ['Data Submissions'],
    jobTitles: ['Data Manager'],
  },
  {
    name: 'Ruth Clarke',
    email: 'ruth.clarke@northern.example',
    at: 'northern',
    permissions: ['Event Notifications'],
    jobTitles: ['Responsible Officer'],
  },
] as const;

/** Returns, with days from today. `sent` is an example file that is really sent when the world is made. */
export const RETURNS = [
  { at: 'northern', period: '2019-2020', due: -60, closes: -30 },
  { at: 'northern', period: '2020-2021', due: -12, closes: 30, sent: 'valid' },
  { at: 'northern', period: '2021-2022', due: -4, closes: 24 },
  { at: 'northern', period: '2022-2023', due: 3, closes: 33, sent: 'faulty' },
  { at: 'northern', period: '2023-2024', due: 12, closes: 42 },
  { at: 'albion', period: '2021-2022', due: -20, closes: 10 },
  { at: 'albion', period: '2022-2023', due: 5, closes: 35 },
  { at: 'albion', period: '2023-2024', due: 40, closes: 70 },
  { at: 'tamar', period: '2022-2023', due: 5, closes: 35 },
] as const;
