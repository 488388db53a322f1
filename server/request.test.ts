import { describe, expect, it } from 'vitest';
import { clientAddress, isFromThisMachine, isMutation, isOwnOrigin } from './request';

const plain = { trustProxy: false };
const proxied = { trustProxy: true };
const fixed = { trustProxy: true, publicOrigin: 'https://haven.example' };

describe('a mutation passes only with our own Origin', () => {
  it.each([
    [{ host: 'a:3000', origin: 'http://a:3000' }, plain, true],
    [{ host: 'a:3000', origin: 'http://b:3000' }, plain, false],
    [{ host: 'a:3000', origin: 'http://a:3001' }, plain, false],
    [{ host: 'a:3000', origin: 'https://a:3000' }, plain, false],
    [{ host: 'a:3000', origin: 'null' }, plain, false],
    [{ host: 'a:3000' }, plain, false],
    [{ origin: 'http://undefined' }, plain, false],
    [{ host: 'a', origin: 'https://a', 'x-forwarded-proto': 'https' }, proxied, true],
    [{ host: 'a', origin: 'https://a', 'x-forwarded-proto': 'https' }, plain, false],
    [{ host: 'inner:3000', origin: 'https://haven.example' }, fixed, true],
    [{ host: 'inner:3000', origin: 'http://inner:3000' }, fixed, false],
  ])('%j under %j: %s', (headers, policy, expected) => {
    expect(isOwnOrigin(headers, policy)).toBe(expected);
  });

  it('asks of everything but reads', () => {
    expect(['GET', 'HEAD', 'OPTIONS'].map(isMutation)).toEqual([false, false, false]);
    expect(['POST', 'PUT', 'PATCH', 'DELETE', 'post', 'X', undefined].every(isMutation)).toBe(true);
  });
});

it("believes X-Forwarded-For only of one's own proxy, and of it only the last entry", () => {
  const headers = { 'x-forwarded-for': '6.6.6.6, 7.7.7.7' };
  expect(clientAddress(headers, '::ffff:10.0.0.1', plain)).toBe('10.0.0.1');
  expect(clientAddress(headers, '10.0.0.1', proxied)).toBe('7.7.7.7');
  expect(clientAddress({}, '10.0.0.1', proxied)).toBe('10.0.0.1');
});

it('knows a request of this machine from one that only looks like it', () => {
  expect(isFromThisMachine({ host: 'localhost:3000' }, '127.0.0.1')).toBe(true);
  expect(isFromThisMachine({ host: '[::1]:3000' }, '::1')).toBe(true);
  expect(isFromThisMachine({ host: 'rebound.example:3000' }, '127.0.0.1')).toBe(false);
  expect(isFromThisMachine({ host: 'localhost:3000' }, '10.0.0.5')).toBe(false);
  expect(isFromThisMachine({ host: 'localhost', 'x-forwarded-for': '1.2.3.4' }, '127.0.0.1')).toBe(false);
});
