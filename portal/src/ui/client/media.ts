/** Upload files: any number at once, looked at before anything is sent; the page works without this script, a few at a time. */
import { Desk } from './media/desk.ts';
import { LiveFiles } from './media/live.ts';

const form = document.getElementById('media-form') as HTMLFormElement | null;
const table = document.getElementById('media-files');
if (table) {
  const live = new LiveFiles(table);
  if (form) new Desk(form, table, live);
}
