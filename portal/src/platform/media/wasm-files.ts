import { fstatSync, ftruncateSync, readSync, writeSync } from 'node:fs';

/** As much as is used here of Emscripten's file system. */
export interface EmscriptenFs {
  readonly ErrnoError: new (errno: number) => Error;
  mkdir(path: string): void;
  mount(type: { mount(): Node }, options: object, path: string): void;
  createNode(parent: Node | null, name: string, mode: number, device: number): Node;
}

interface Node {
  readonly id: number;
  readonly mode: number;
  node_ops: object;
  stream_ops: object;
  file: HostFile;
}

interface Stream {
  readonly node: Node;
  readonly position: number;
}

/** What stands behind a file that the program sees. */
export interface HostFile {
  size(): number;
  truncate(size: number): void;
  /** Both answer how many bytes were read or written. */
  read(bytes: Uint8Array, position: number): number;
  write(bytes: Uint8Array, position: number): number;
}

/** An open file of this machine: nothing of it is held in memory. */
export function fileOfHost(handle: number, use: 'read' | 'write'): HostFile {
  return {
    size: () => fstatSync(handle).size,
    truncate: (size) => (use === 'write' ? ftruncateSync(handle, size) : undefined),
    read: (bytes, position) => readSync(handle, bytes, 0, bytes.length, position),
    write: (bytes, position) => (use === 'write' ? writeSync(handle, bytes, 0, bytes.length, position) : 0),
  };
}

/** A file that only passes on what is written to it. */
export function sink(take: (bytes: Uint8Array) => void): HostFile {
  return {
    size: () => 0,
    truncate: () => undefined,
    read: () => 0,
    write(bytes) {
      take(bytes);
      return bytes.length;
    },
  };
}

const FOLDER: HostFile = { size: () => 4096, truncate: () => undefined, read: () => 0, write: () => 0 };
const [A_FOLDER, A_FILE] = [0o40755, 0o100644];
const [ENOENT, EPERM, EINVAL, EIO] = [44, 63, 28, 29];
const [SEEK_CUR, SEEK_END] = [1, 2];

/** A file system for Emscripten of just these files, by name. The program can neither make others nor remove these. */
export function hostFiles(fs: EmscriptenFs, files: Readonly<Record<string, HostFile>>): { mount(): Node } {
  const refuse = (errno: number) => (): never => {
    throw new fs.ErrnoError(errno);
  };
  /** A fault of the disk is one that the program knows. */
  const attempt = (act: () => number): number => {
    try {
      return act();
    } catch {
      throw new fs.ErrnoError(EIO);
    }
  };
  const date = new Date(0);
  const nodeOperations = {
    getattr: ({ id, mode, file }: Node) => {
      const size = file.size();
      const owner = { dev: 1, ino: id, mode, nlink: 1, uid: 0, gid: 0, rdev: 0 };
      return { ...owner, size, atime: date, mtime: date, ctime: date, blksize: 4096, blocks: Math.ceil(size / 512) };
    },
    setattr({ file }: Node, { size }: { size?: number }) {
      if (size !== undefined) file.truncate(size);
    },
    lookup: refuse(ENOENT),
    readdir: () => ['.', '..'],
    ...{
      mknod: refuse(EPERM),
      rename: refuse(EPERM),
      unlink: refuse(EPERM),
      rmdir: refuse(EPERM),
      symlink: refuse(EPERM),
    },
  };
  const streamOperations = {
    read: ({ node }: Stream, heap: Int8Array, offset: number, length: number, position: number) =>
      attempt(() => node.file.read(new Uint8Array(heap.buffer, heap.byteOffset + offset, length), position)),
    write: ({ node }: Stream, heap: Int8Array, offset: number, length: number, position: number) =>
      attempt(() => node.file.write(new Uint8Array(heap.buffer, heap.byteOffset + offset, length), position)),
    llseek({ node, position }: Stream, offset: number, whence: number) {
      const from = whence === SEEK_CUR ? position : whence === SEEK_END ? node.file.size() : 0;
      if (from + offset < 0) throw new fs.ErrnoError(EINVAL);
      return from + offset;
    },
  };
  const node = (parent: Node | null, name: string, mode: number, file: HostFile): Node =>
    Object.assign(fs.createNode(parent, name, mode, 0), {
      node_ops: nodeOperations,
      stream_ops: streamOperations,
      file,
    });
  return {
    mount() {
      const root = node(null, '/', A_FOLDER, FOLDER);
      for (const [name, file] of Object.entries(files)) node(root, name, A_FILE, file);
      return root;
    },
  };
}
