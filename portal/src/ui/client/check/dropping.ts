import type { Complaint } from '../parts/complaint.ts';

/**
 * Says why what was dropped cannot be taken, before the design system's file field takes it: a folder looks like a file
 * there, and several files are ignored without a word. A file dropped beside the field does not replace the page.
 */
export function watchDropping(zone: Element, complain: (complaint: Complaint) => void): void {
  zone.addEventListener(
    'drop',
    (event) => {
      const complaint = complaintOf((event as DragEvent).dataTransfer);
      if (!complaint) return;
      event.preventDefault();
      event.stopPropagation();
      complain(complaint);
    },
    { capture: true },
  );
  for (const type of ['dragover', 'drop']) document.addEventListener(type, (event) => event.preventDefault());
}

function complaintOf(dropped: DataTransfer | null): Complaint | undefined {
  const items = [...(dropped?.items ?? [])].filter(({ kind }) => kind === 'file');
  if (items.some((item) => item.webkitGetAsEntry()?.isDirectory)) {
    return {
      title: 'Choose a file, not a folder',
      detail: 'You dropped a folder. Open it and drop the file.',
      atField: true,
    };
  }
  if (items.length < 2) return undefined;
  const detail = `You dropped ${items.length} files. Drop one, and the next when it has been checked.`;
  return { title: 'Choose one file at a time', detail, atField: true };
}
