import { ChangingWords } from '../parts/changing-words.ts';
import { type Complaint, Complaints } from '../parts/complaint.ts';
import { element } from '../parts/dom.ts';
import { sizeInWords } from '../parts/sizes.ts';
import { takeFiles } from './chooser.ts';
import { collect } from './collect.ts';
import type { Item } from './item.ts';
import type { LiveFiles } from './live.ts';
import { fileKey, listedOf, type Manifest, type Role } from './manifest.ts';
import type { Picked } from './picking.ts';
import { Queue } from './queue.ts';
import { QueueView } from './queue-view.ts';
import { Reader } from './reader.ts';
import { type Unfinished, watchResume } from './resume.ts';
import { type Asked, type Choice, type Chosen, type Reviewed, review } from './review.ts';
import { ReviewView } from './review-view.ts';
import { Server, ServerFault } from './server.ts';

/** From choosing files to the last byte: what is chosen, corrected, sent. */
export class Desk {
  readonly #server: Server;
  readonly #reader: Reader;
  readonly #complaints: Complaints;
  readonly #live: LiveFiles;
  readonly #words = new ChangingWords(element('p', { class: 'govuk-body' }));
  readonly #place: HTMLElement;
  readonly #queue: Queue;
  readonly #queueView = new QueueView();
  #reviewView: ReviewView | undefined;
  #asked: Asked | undefined;
  #files: readonly Chosen[] = [];
  #manifest: Manifest | undefined;
  readonly #choices = new Map<number, Choice>();
  /** What is chosen while something else is read waits for that. */
  #reading: Promise<void> = Promise.resolve();

  constructor(form: HTMLFormElement, table: HTMLElement, live: LiveFiles) {
    const input = document.getElementById('files') as HTMLInputElement;
    this.#live = live;
    this.#server = new Server(form);
    this.#reader = new Reader(form.dataset['worker'] ?? '');
    this.#complaints = new Complaints(document.getElementById('media-errors')!, input);
    this.#place = document.getElementById('media-live')!;
    this.#queue = new Queue(this.#server, this.#reader, {
      changed: (item) => this.#changed(item),
      progress: (item) => this.#queueView.progress(item),
      signedOut: () => this.#queueView.signedOut(this.#server.signIn, () => this.#queue.goOnSignedIn()),
    });
    this.#place.append(...this.#words.parts, this.#queueView.root);
    takeFiles(form, input, (picked, unreadable) => this.#take(picked, unreadable));
    watchResume(table, (unfinished, file) => void this.#resume(unfinished, file));
    addEventListener('beforeunload', (event) => {
      if (this.#queue.busy) event.preventDefault();
    });
  }

  #take(picked: readonly Picked[], unreadable: number): void {
    this.#reading = this.#reading.then(() => this.#read(picked, unreadable).catch((error) => this.#explain(error)));
  }

  async #read(picked: readonly Picked[], unreadable: number): Promise<void> {
    this.#complaints.clear();
    this.#place.hidden = false;
    this.#words.say('Looking at the files. Nothing is sent yet.');
    // Anew each time: colleagues and awarding bodies change it.
    this.#asked = await this.#server.known();
    const collected = await collect(picked, this.#asked, this.#reader, (done, of) =>
      this.#words.update(`Looked at ${done} of ${of} files. Nothing is sent yet.`),
    );
    this.#words.say('');
    this.#files = [...this.#files, ...collected.files];
    for (const manifest of collected.manifests) this.#manifest = joined(this.#manifest, manifest);
    const view = this.#viewOf(this.#asked);
    view.begin(this.#reviewed(), [
      ...(collected.leftAside > 0 ? [`Left aside: ${filesInWords(collected.leftAside)} of the computer’s own.`] : []),
      ...(unreadable > 0 ? [`Left out, as they could not be read: ${filesInWords(unreadable)}.`] : []),
      ...this.#missing(),
    ]);
  }

  #viewOf(asked: Asked): ReviewView {
    const view = new ReviewView(asked, {
      choose: (key, ids) => this.#choose(key, ids),
      role: (key, role) => this.#chooseRole(key, role),
      remove: (key) => this.#remove(key),
      upload: () => this.#upload(),
      clear: () => this.#clear(),
    });
    this.#reviewView?.root.remove();
    this.#queueView.root.before(view.root);
    this.#reviewView = view;
    return view;
  }

  #reviewed(): readonly Reviewed[] {
    return review(this.#files, this.#asked!, this.#manifest, this.#choices);
  }

  /** Nobody chosen means what was found at first, where that was nobody; else that nobody is to be chosen yet. */
  #choose(key: number, ids: readonly number[]): void {
    const { candidates: _, ...rest } = this.#choices.get(key) ?? {};
    this.#choices.set(key, rest);
    const found = this.#reviewed().find(({ file }) => file.key === key);
    if (ids.length > 0 || (found && found.candidates.length > 0)) this.#choices.set(key, { ...rest, candidates: ids });
    this.#reviewView?.update(this.#reviewed());
  }

  #chooseRole(key: number, role: Role): void {
    this.#choices.set(key, { ...this.#choices.get(key), role });
    this.#reviewView?.update(this.#reviewed());
  }

  #remove(key: number): void {
    this.#files = this.#files.filter((file) => file.key !== key);
    this.#reviewView?.remove(key);
    this.#reviewView?.update(this.#reviewed());
    if (this.#files.length === 0) this.#clear();
  }

  #clear(): void {
    this.#files = [];
    this.#manifest = undefined;
    this.#choices.clear();
    this.#reviewView?.update([]);
    document.getElementById('files')?.focus();
  }

  #upload(): void {
    const going = this.#reviewed().filter(({ standing }) => standing !== 'wrong');
    const items = going.map(itemOf);
    this.#clear();
    this.#queue.add(items);
    this.#queueView.begin(this.#queue);
  }

  #changed(item: Item): void {
    this.#queueView.changed(item);
    if (item.state !== 'queued' && item.state !== 'starting') this.#live.refresh();
  }

  /** Goes on with one unfinished upload, if this is its file. */
  async #resume(unfinished: Unfinished, file: File): Promise<void> {
    this.#complaints.clear();
    try {
      const fingerprint = await this.#reader.fingerprint(file);
      const same =
        unfinished.fingerprint === ''
          ? file.name === unfinished.name && file.size === unfinished.size
          : fingerprint === unfinished.fingerprint && file.size === unfinished.size;
      if (!same) return this.#complain(otherFile(unfinished, file));
      const { id } = unfinished;
      this.#place.hidden = false;
      this.#queue.add([
        {
          key: -this.#queue.items.length - 1,
          wish: { ...wishOf(file), name: unfinished.name, fingerprint, role: 'recording', candidates: [] },
          who: 'the candidates chosen before',
          open: async () => file,
          ...FRESH,
          resumes: true,
          begun: { id, url: `/uploads/${id}`, resumes: true },
        },
      ]);
      this.#queueView.begin(this.#queue);
    } catch (error) {
      this.#explain(error);
    }
  }

  /** Files that the list names and nobody chose. */
  #missing(): readonly string[] {
    if (!this.#manifest) return [];
    const { name, files } = this.#manifest;
    const named = new Set(this.#files.map(({ path }) => listedOf(this.#manifest!, path)));
    const missing = [...files].filter(([, listed]) => !named.has(listed)).map(([file]) => file);
    if (missing.length === 0) return [`${name} says whose the files are.`];
    const some = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ' and others' : '');
    return [`${name} says whose the files are. Named there, but not chosen: ${some}.`];
  }

  #explain(error: unknown): void {
    this.#words.say('');
    if (error instanceof ServerFault && error.kind === 'signed-out') {
      location.assign(this.#server.signIn);
      return;
    }
    const refused = error instanceof ServerFault && error.kind === 'refused';
    this.#complain(
      refused
        ? { title: error.title, detail: error.message, atField: false }
        : {
            title: 'The files could not be looked at',
            detail: 'Garner did not answer. Check your connection, then choose them again. Nothing was sent.',
            atField: false,
          },
    );
  }

  #complain(complaint: Complaint): void {
    this.#complaints.show(complaint);
  }
}

const FRESH = { state: 'queued', sent: 0, resumes: false, words: '', sha256: '' } as const;

function itemOf({ file, candidates, role }: Reviewed): Item {
  const { key, open, fingerprint = '' } = file;
  return {
    key,
    wish: { ...wishOf(file), fingerprint, role, candidates: candidates.map(({ id }) => id) },
    who: candidates.map(({ number }) => number).join(', '),
    open,
    ...FRESH,
  };
}

function wishOf({ name, size, lastModified }: Pick<File, 'name' | 'size' | 'lastModified'>) {
  return { name, size, lastModified: Math.max(0, lastModified) };
}

function otherFile({ name, size }: Unfinished, file: File): Complaint {
  return {
    title: `“${file.name}” is not the file that was begun`,
    detail: `Its content is not that of “${name}” (${sizeInWords(size)}). Choose that file to go on, or choose this one above as a new file.`,
    atField: false,
  };
}

/** A later list says more, or says it anew. */
function joined(before: Manifest | undefined, { name, files }: Manifest): Manifest {
  const all = new Map([...(before?.files ?? []), ...files].map(([file, listed]) => [fileKey(file), listed]));
  return { name, files: all };
}

function filesInWords(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}
