import { element } from '../parts/dom.ts';

/** An unfinished upload, as the page lists it. */
export interface Unfinished {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** Empty where it was begun without this script. */
  readonly fingerprint: string;
}

/** "Resume upload" opens the file chooser for that one file. */
export function watchResume(table: HTMLElement, chosen: (unfinished: Unfinished, file: File) => void): void {
  table.addEventListener('click', (event) => {
    const link = (event.target as Element).closest('[data-resume] a');
    const item = link?.closest<HTMLElement>('[data-resume]');
    if (!item) return;
    event.preventDefault();
    const { resume = '', name = '', size = '', fingerprint = '' } = item.dataset;
    const input = element('input', { type: 'file' });
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) chosen({ id: resume, name, size: Number(size), fingerprint }, file);
    });
    input.click();
  });
}
