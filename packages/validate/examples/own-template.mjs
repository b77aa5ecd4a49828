import { bytesSource, check } from '@garner/validate';

const template = {
  name: 'room-bookings',
  title: 'Room bookings',
  edition: '2026-01',
  publisher: 'Northern Skills Awards',
  updated: '2026-01-15',
  description: 'One row is one booking of an exam room.',
  fields: [
    {
      name: 'Room',
      type: 'string',
      description: 'The number of the room.',
      example: 'B12',
      constraints: { required: true, pattern: '[A-D][0-9]{1,2}' },
      accepts: 'A letter from A to D and one or two digits.',
      mend: 'Write it as on the door, like B12.',
    },
    {
      name: 'Date',
      type: 'date',
      format: 'default',
      description: 'The day of the exam.',
      example: '2026-06-14',
      constraints: { required: true, minimum: '2026-01-01', maximum: '2026-12-31' },
      accepts: 'A date in 2026.',
      mend: 'Write it as year-month-day, like 2026-06-14.',
    },
  ],
  rules: [
    {
      code: 'ROOM-TWICE',
      kind: 'unique',
      severity: 'error',
      message: 'The room is booked twice on this day.',
      help: 'Delete one of the two rows, or choose another room.',
    },
    {
      code: 'ROOM-TOO-LATE',
      kind: 'row',
      severity: 'query',
      columns: ['Date'],
      expression: 'Date <= context.dueDate',
      message: 'The exam is after the end of the series.',
      help: 'Check the date, or explain why the exam is so late.',
    },
  ],
};

const csv = 'Room,Date\nB12,2026-06-31\nb7,2026-06-14\nC1,2026-06-30\nC1,2026-06-30\n';
const run = check(bytesSource(new TextEncoder().encode(csv)), template, { context: { dueDate: '2026-06-26' } });
for await (const { row, cell, value, message } of run) console.log(`${cell || `row ${row}`} “${value}”: ${message}`);
