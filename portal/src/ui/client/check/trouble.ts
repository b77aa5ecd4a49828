import type { Complaint } from '../parts/complaint.ts';
import { CheckTrouble } from './checker.ts';

/** Why a file was not checked, and what to do; undefined where the person ended the check. */
export function complaintOf(error: unknown, file: File): Complaint | undefined {
  const { trouble, message } =
    error instanceof CheckTrouble ? error : { trouble: 'failed' as const, message: String(error) };
  switch (trouble) {
    case 'cancelled':
      return undefined;
    case 'unreadable':
      return {
        title: 'The file could not be read',
        detail: `“${file.name}” was moved, changed or deleted after you chose it, or it is a folder, or you may not read it. Save and close it in other programs, then choose it again.`,
        atField: true,
      };
    case 'not-loaded':
      return {
        title: 'The checker did not load',
        detail: 'Reload this page, then choose the file again. Nothing is wrong with your file.',
        atField: false,
      };
    case 'failed':
      return {
        title: 'The file could not be checked here',
        detail: `The fault is ours, not your file’s (${message}). You can still send the file: it is checked when it arrives.`,
        atField: false,
      };
  }
}

/** What can be said of a chosen file before it is checked; undefined where it can be. */
export async function refusalOf(file: File | undefined): Promise<Complaint | undefined> {
  if (!file) return { title: 'Choose a file', detail: 'No file was chosen.', atField: true };
  if (file.size > 0) return undefined;
  // What went away after it was chosen has no size either, but it cannot be read.
  const isThere = await file.arrayBuffer().then(
    () => true,
    () => false,
  );
  if (!isThere) return complaintOf(new CheckTrouble('unreadable', ''), file);
  return {
    title: 'The file is empty',
    detail: `“${file.name}” has nothing in it. Choose a file with rows in it.`,
    atField: true,
  };
}
