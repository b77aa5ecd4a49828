/** The table is fetched anew so often at most. */
const EVERY_MS = 1000;
const PARTS = ['media-tally', 'media-files'] as const;

/** Keeps the list of files and the tally as the server has them, without losing the focus or what is opened. */
export class LiveFiles {
  #due = false;
  #running = false;
  #last = Number.NEGATIVE_INFINITY;

  constructor(table: HTMLElement) {
    const { events } = table.dataset;
    if (events === undefined) return;
    const source = new EventSource(events);
    let first = true;
    source.addEventListener('message', () => {
      // The first says only how things stand, as the page does.
      if (!first) this.refresh();
      first = false;
    });
    // After a break the page may have missed something.
    source.addEventListener('error', () => {
      first = false;
    });
  }

  /** Fetches the page, now or within a second, once for however many wishes. */
  refresh(): void {
    if (this.#due) return;
    this.#due = true;
    const wait = this.#running ? EVERY_MS : Math.max(0, this.#last + EVERY_MS - performance.now());
    setTimeout(() => void this.#fetch(), wait);
  }

  async #fetch(): Promise<void> {
    this.#due = false;
    this.#running = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (answer.ok) replaceParts(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      // The connection is lost: the next news comes once it is back.
    } finally {
      this.#last = performance.now();
      this.#running = false;
    }
  }
}

function replaceParts(next: Document): void {
  for (const id of PARTS) {
    const [here, there] = [document.getElementById(id), next.getElementById(id)];
    if (!here || !there || here.innerHTML === there.innerHTML) continue;
    const back = focusIn(here);
    const open = openIn(here);
    here.replaceChildren(...there.childNodes);
    for (const details of here.querySelectorAll('details')) if (open.has(wordsOf(details))) details.open = true;
    back();
  }
}

/** Gives what puts the focus back to where it is now: on the link or button of the same address and words. */
function focusIn(part: HTMLElement): () => void {
  const { activeElement } = document;
  if (!activeElement || !part.contains(activeElement)) return () => undefined;
  const key = keyOf(activeElement);
  return () => {
    const all = [...part.querySelectorAll<HTMLElement>('a, button, summary, input')];
    all.find((each) => keyOf(each) === key)?.focus({ preventScroll: true });
  };
}

function keyOf(one: Element): string {
  const form = one.closest('form')?.getAttribute('action') ?? '';
  return [one.tagName, one.getAttribute('href') ?? '', form, wordsOf(one)].join(' ');
}

function openIn(part: HTMLElement): ReadonlySet<string> {
  return new Set([...part.querySelectorAll('details[open]')].map((each) => wordsOf(each)));
}

function wordsOf(one: Element): string {
  return (one.closest('tr')?.cells[0]?.textContent ?? '') + (one.querySelector('summary') ?? one).textContent;
}
