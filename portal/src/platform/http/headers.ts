const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * For the script of the worker that checks files, which runs by the policy of its own answer: it may compile
 * WebAssembly, as no page may, and can reach nothing at all, so that what it reads stays where it is.
 */
export const CHECK_WORKER_POLICY: string = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
};

/** The headers of every answer. `secure` adds the promise that only HTTPS is spoken here. */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return secure ? { ...HEADERS, 'strict-transport-security': 'max-age=31536000' } : HEADERS;
}
