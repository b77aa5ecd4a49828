import { button, element } from '../parts/dom.ts';
import { droppedFiles, type Picked, pickedFiles } from './picking.ts';

/** Makes the form take files by choosing, a folder, or a drop anywhere on the page. Nothing is sent by that. */
export function takeFiles(
  form: HTMLFormElement,
  input: HTMLInputElement,
  take: (picked: readonly Picked[], unreadable: number) => void,
): void {
  input.accept = `${input.accept},.zip,.csv`;
  const folder = element('input', { type: 'file', hidden: '', tabindex: '-1', 'aria-hidden': 'true' });
  folder.webkitdirectory = true;
  const more = element(
    'div',
    { class: 'garner-choose' },
    button('Choose a folder', () => folder.click(), true),
    element(
      'p',
      { class: 'govuk-hint', id: 'files-more' },
      'Or drop files, a folder or a zip anywhere on this page. A CSV file with the columns “file” and “candidate” among them says whose each is. You see every file before anything is sent.',
    ),
  );
  input.setAttribute('aria-describedby', `${input.getAttribute('aria-describedby') ?? ''} files-more`.trim());
  const submit = document.getElementById('media-button')!;
  submit.replaceWith(more, folder);
  for (const each of [input, folder]) {
    each.addEventListener('change', () => {
      const picked = pickedFiles(each);
      // So that the same file can be chosen again.
      each.value = '';
      if (picked.length > 0) take(picked, 0);
    });
  }
  form.addEventListener('submit', (event) => event.preventDefault());
  watchDrops((data) => {
    void droppedFiles(data).then(({ picked, unreadable }) => {
      if (picked.length > 0 || unreadable > 0) take(picked, unreadable);
    });
  });
}

/** A drop anywhere counts; without this one beside the field would replace the page. */
function watchDrops(drop: (data: DataTransfer) => void): void {
  const { body } = document;
  const carries = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
  document.addEventListener('dragover', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    body.classList.add('garner-dropping');
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) body.classList.remove('garner-dropping');
  });
  document.addEventListener('drop', (event) => {
    body.classList.remove('garner-dropping');
    if (!event.dataTransfer || !carries(event)) return;
    event.preventDefault();
    drop(event.dataTransfer);
  });
}
