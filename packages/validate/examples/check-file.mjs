import { check } from '@garner/validate';
import { fileSource } from '@garner/validate/node';
import published from '@garner/validate/templates/ptq-assessment-outcomes@2023-08.json' with { type: 'json' };

const file = await fileSource(process.argv[2]);
const context = { dueDate: '2023-10-31', organisationNames: ['Northern Skills Awards'] };
const run = check(file, published.template, { context });
for await (const { severity, cell, message, help } of run) console.log(severity, cell, message, help);
const { rows, counts } = await run.summary();
console.log(`${rows} rows, ${counts.error} errors, ${counts.query} queries, ${counts.notice} notices`);
