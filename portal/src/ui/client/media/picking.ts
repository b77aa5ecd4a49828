/** A file as the browser gives it, with the folders it was in. */
export interface Picked {
  readonly path: string;
  readonly file: File;
}

/** What a file field holds. */
export function pickedFiles(input: HTMLInputElement): readonly Picked[] {
  return [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Everything that was dropped, folders walked to their ends. What cannot be read is left out, and counted. */
export async function droppedFiles(data: DataTransfer): Promise<{ picked: readonly Picked[]; unreadable: number }> {
  // All at once: after the first wait the browser empties the list.
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const roots = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const picked: Picked[] = [];
  let unreadable = 0;
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    try {
      if (entry.isFile) {
        const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
        picked.push({ path: entry.fullPath.replace(/^\//, ''), file });
      } else for (const inside of await listFolder(entry as FileSystemDirectoryEntry)) await walk(inside);
    } catch {
      unreadable++;
    }
  };
  for (const root of roots) {
    if (root instanceof File) picked.push({ path: root.name, file: root });
    else if (root) await walk(root);
  }
  return { picked, unreadable };
}

/** A folder is told in parts; the last is empty. */
async function listFolder(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return all;
    all.push(...part);
  }
}
