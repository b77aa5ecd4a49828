import { isIPv6 } from 'node:net';

/** Where clamd listens: a Unix socket, or a host and port. */
export type ClamdAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** Unix keeps a socket's path in 108 bytes, one of them the closing zero. */
const LONGEST_PATH = 107;
const FORMS =
  'Write unix:/path/of/the/socket or tcp://host:port, as LocalSocket or TCPAddr and TCPSocket in clamd.conf say';
const HOST = /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*\.?$/i;

/**
 * Reads the address of clamd: `unix:/path`, `/path`, `tcp://host:port` or `host:port` (an IPv6 address in square brackets).
 * Gives the address, or a whole sentence about what is wrong with it, to stand after the name of the setting.
 */
export function readClamdAddress(text: string): { readonly address: ClamdAddress } | { readonly fault: string } {
  const given = text.trim();
  const path = /^unix:(?:\/\/(?=\/))?(.*)$/is.exec(given)?.[1] ?? (given.startsWith('/') ? given : undefined);
  return path === undefined ? readHost(given) : readPath(path);
}

/** The address as people write it. */
export function showAddress(address: ClamdAddress): string {
  if ('path' in address) return `unix:${address.path}`;
  return `tcp://${isIPv6(address.host) ? `[${address.host}]` : address.host}:${address.port}`;
}

function readPath(path: string): ReturnType<typeof readClamdAddress> {
  if (!path.startsWith('/')) return { fault: `The path of clamd's socket must begin with a slash. ${FORMS}.` };
  if (path.includes('\0')) return { fault: `The path of clamd's socket must not hold a zero character. ${FORMS}.` };
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    return { fault: `The path of clamd's socket is longer than the ${LONGEST_PATH} bytes that the system allows.` };
  }
  return { address: { path } };
}

function readHost(given: string): ReturnType<typeof readClamdAddress> {
  const [, bracketed, plain, port] = /^(?:tcp:\/\/)?(?:\[([^\]]*)\]|([^:[\]/]*)):(\d{1,6})\/?$/i.exec(given) ?? [];
  if (port === undefined) return { fault: `The address of clamd "${shortened(given)}" cannot be read. ${FORMS}.` };
  const number = Number(port);
  if (number < 1 || number > 65_535) return { fault: 'The port of clamd must be a number from 1 to 65535.' };
  const known = bracketed === undefined ? plain !== undefined && HOST.test(plain) : isIPv6(bracketed);
  if (!known) return { fault: `The address of clamd "${shortened(given)}" has no host that can be read. ${FORMS}.` };
  return { address: { host: bracketed ?? plain ?? '', port: number } };
}

function shortened(text: string): string {
  const safe = text.replace(/[\p{Cc}\p{Cf}]/gu, '');
  return safe.length > 80 ? `${safe.slice(0, 79)}…` : safe;
}
