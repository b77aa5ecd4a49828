import type { Severity } from '../template.ts';

/** What a code of the engine means, in words; `{column}` and `{wanted}` are filled in from the template. */
export interface Entry {
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
}

/** Every code the engine itself can report. A code that is not here is a programming error. */
export const CATALOGUE = {
  'file.empty': {
    severity: 'error',
    message: 'The file is empty.',
    help: 'Choose the file again; if it is the right one, export it again from the system that made it.',
  },
  'file.no-rows': {
    severity: 'error',
    message: 'The file has a header and no rows.',
    help: 'Export the data again. If you have nothing to report, ask the collector what to send.',
  },
  'file.not-csv': {
    severity: 'error',
    message: 'This is not a CSV file, whatever its name says.',
    help: 'Open it in the program that made it and save or export it as CSV (comma separated, UTF-8). Renaming a file does not change what is in it.',
  },
  'file.utf-16': {
    severity: 'error',
    message: 'The file is in UTF-16, not UTF-8.',
    help: 'Save it again as “CSV UTF-8 (comma delimited)”.',
  },
  'file.delimiter': {
    severity: 'error',
    message: 'The columns are not separated by commas.',
    help: 'Save the file again as CSV with commas between the columns.',
  },
  'file.wrong-template': {
    severity: 'error',
    message: 'This file is not for this template: its columns are others.',
    help: 'Check that you chose the right file and the right return. The first row must hold the column names of this template.',
  },
  'file.no-header': {
    severity: 'error',
    message: 'The first row holds data, not the column names.',
    help: 'Put the column names of the template in the first row. You can download the header row from the page of the return.',
  },
  'file.row-too-long': {
    severity: 'error',
    message: 'A row is longer than 1 MiB, so this cannot be read as CSV.',
    help: 'Export the file again; the line ends may have been lost.',
  },
  'file.windows-1252': {
    severity: 'notice',
    message: 'The file is not in UTF-8; its accented letters were read as Windows-1252.',
    help: 'Check that the names look right. Next time, save as “CSV UTF-8”.',
  },
  'header.missing': {
    severity: 'error',
    message: 'The column {column} is missing.',
    help: 'Add the column with this name, spelt as here, in the first row.',
  },
  'header.misspelt': {
    severity: 'error',
    message: 'The column {column} is misspelt.',
    help: 'Change the name in the first row. The values below it were checked as {column} all the same.',
  },
  'header.doubled': {
    severity: 'error',
    message: 'The column {column} is there twice.',
    help: 'Keep one of the two. The first was checked.',
  },
  'header.extra': {
    severity: 'error',
    message: 'This column is not in the template.',
    help: 'Delete the column, or correct its name.',
  },
  'header.blank': {
    severity: 'notice',
    message: 'There are empty columns after the last one.',
    help: 'They were left out. A spreadsheet adds them when cells to the right were once used.',
  },
  'header.folded': {
    severity: 'notice',
    message: 'The name of the column {column} is written in another way.',
    help: 'It was understood. Next time, write it as the template does.',
  },
  'header.order': {
    severity: 'notice',
    message: 'The columns are in another order than in the template.',
    help: 'They were matched by name, so nothing needs to be done.',
  },
  'row.too-few': {
    severity: 'error',
    message: 'The row has fewer values than the header has columns.',
    help: 'Add the missing values or commas. A value that holds a line break must be in quotation marks.',
  },
  'row.too-many': {
    severity: 'error',
    message: 'The row has more values than the header has columns.',
    help: 'Delete the extra values. A value that holds a comma must be in quotation marks: "Smith, Jones and Co".',
  },
  'row.empty': {
    severity: 'error',
    message: 'The row holds only commas.',
    help: 'Delete the row. In a spreadsheet, delete the whole row, not only its contents.',
  },
  'row.blank-line': {
    severity: 'notice',
    message: 'There are blank lines between the rows.',
    help: 'They were passed over. This is the first.',
  },
  'csv.never-closed': {
    severity: 'error',
    message: 'A quotation mark is opened and never closed.',
    help: 'Close it at the end of the value. To write a quotation mark inside a value, double it and put the whole value in quotation marks.',
  },
  'csv.text-after-quote': {
    severity: 'error',
    message: 'There is text between the closing quotation mark and the next comma.',
    help: 'Put the whole value in quotation marks and double those inside it: "the ""Gold"" award".',
  },
  'csv.quote-in-value': {
    severity: 'notice',
    message: 'There is a quotation mark inside a value that does not begin with one.',
    help: 'It was kept as part of the value. To be understood everywhere, put the value in quotation marks and double those inside it.',
  },
  'value.required': {
    severity: 'error',
    message: 'There is no value.',
    help: 'A value is needed here. {wanted}',
  },
  'value.not-applicable': {
    severity: 'error',
    message: '“Not applicable” (-2) is not accepted in this column.',
    help: 'Give the value. {wanted}',
  },
  'value.nul': {
    severity: 'error',
    message: 'The value holds a character of value zero (NUL), which no text has.',
    help: 'The file was damaged or made by a faulty program. Export it again.',
  },
  'value.line-break': {
    severity: 'error',
    message: 'There is a line break inside the value.',
    help: 'Delete the line break. {wanted}',
  },
  'value.blanks': {
    severity: 'error',
    message: 'There are blanks before or after the value.',
    help: 'Delete the blanks; the value itself is right.',
  },
  'value.case': {
    severity: 'error',
    message: 'The value is right but for capital and small letters.',
    help: 'Write it exactly as in the list of accepted values.',
  },
  'value.scientific': {
    severity: 'error',
    message: 'A spreadsheet turned a long number into a short form such as 1.1E+08, and its digits are lost.',
    help: 'Take the number from the system it came from; in the spreadsheet, format the column as text before you paste it.',
  },
  'value.scientific-text': {
    severity: 'query',
    message: 'This looks like a long number that a spreadsheet turned into a short form such as 1.1E+08.',
    help: 'If it was a number, take it again from the system it came from, with the column formatted as text.',
  },
  'value.turned-date': {
    severity: 'error',
    message: 'The date is not written as year-month-day. A spreadsheet may have turned it round.',
    help: 'Write it as year-month-day, like 2023-10-31. In the spreadsheet, format the column as text before you type.',
  },
  'value.date-number': {
    severity: 'error',
    message: 'A spreadsheet turned the date into a number of days.',
    help: 'In the spreadsheet, format the column with the date format yyyy-mm-dd, then save as CSV again.',
  },
  'value.became-date': {
    severity: 'error',
    message: 'A spreadsheet turned this value into a date.',
    help: 'Format the column as text, type the value again, then save as CSV.',
  },
  'value.no-such-date': {
    severity: 'error',
    message: 'There is no such date in the calendar.',
    help: 'Check the day and the month.',
  },
  'value.date-range': {
    severity: 'error',
    message: 'The date is too early or too late for this column.',
    help: '{wanted}',
  },
  'value.lost-zeros': {
    severity: 'error',
    message: 'The value is too short; a spreadsheet may have dropped zeros at its front.',
    help: 'Put the zeros back, and format the column as text so that they stay.',
  },
  'value.formatted-number': {
    severity: 'error',
    message: 'The number carries formatting (a currency sign, a percent sign or separators).',
    help: 'Write digits only, without £, % or commas.',
  },
  'value.spreadsheet-error': {
    severity: 'error',
    message: 'The value is an error message of a spreadsheet.',
    help: 'A formula failed. Put the value itself in the cell, then save as CSV again.',
  },
  'value.pattern': {
    severity: 'error',
    message: 'The value does not have the form this column wants.',
    help: '{wanted}',
  },
  'value.list': {
    severity: 'error',
    message: 'The value is not in the list this column accepts.',
    help: '{wanted}',
  },
  'value.date': {
    severity: 'error',
    message: 'The value is not a date.',
    help: '{wanted}',
  },
  'value.number': {
    severity: 'error',
    message: 'The value is not a number of the kind this column wants.',
    help: '{wanted}',
  },
  'value.too-long': {
    severity: 'error',
    message: 'The value is too long.',
    help: '{wanted}',
  },
  'rule.failed': {
    severity: 'error',
    message: 'A rule of this template could not be worked out for this row. The fault may be the rule’s, not yours.',
    help: 'Tell the collector the rule, the row and the template.',
  },
} as const satisfies Record<string, Entry>;

export type Code = keyof typeof CATALOGUE;
