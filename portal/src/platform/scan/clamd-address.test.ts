import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readClamdAddress, showAddress } from './clamd-address.ts';

it.each([
  ['unix:/run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
  ['unix:///run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
  [' /run/clamd.sock ', { path: '/run/clamd.sock' }],
  ['tcp://scanner.example:3310', { host: 'scanner.example', port: 3310 }],
  ['tcp://scanner:3310/', { host: 'scanner', port: 3310 }],
  ['127.0.0.1:3310', { host: '127.0.0.1', port: 3310 }],
  ['TCP://[::1]:3310', { host: '::1', port: 3310 }],
])('reads %s', (text, address) => {
  expect(readClamdAddress(text)).toEqual({ address });
  expect(readClamdAddress(showAddress(address))).toEqual({ address });
});

it.each([
  ['', 'cannot be read'],
  ['scanner', 'cannot be read'],
  ['http://scanner:3310', 'cannot be read'],
  ['tcp://scanner', 'cannot be read'],
  ['::1:3310', 'cannot be read'],
  ['tcp://:3310', 'no host'],
  ['tcp://a_b:3310', 'no host'],
  ['[scanner]:3310', 'no host'],
  ['scanner:0', 'port'],
  ['scanner:65536', 'port'],
  ['unix:run/clamd', 'slash'],
  ['unix:', 'slash'],
  [`/${'a'.repeat(107)}`, '107 bytes'],
  ['/run/\0', 'zero character'],
])('says what is wrong with "%s"', (text, fault) => {
  const read = readClamdAddress(text);
  expect(read).toEqual({ fault: expect.stringContaining(fault) });
});

it('gives an address or a sentence for any text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.stringMatching(/^(unix:|tcp:\/\/)[\w.:[\]/]{0,40}$/)), (text) => {
      const read = readClamdAddress(text);
      if ('fault' in read) expect(read.fault).toMatch(/^[A-Z][^\n]*\.$/);
      else expect(readClamdAddress(showAddress(read.address))).toEqual(read);
    }),
  );
});
