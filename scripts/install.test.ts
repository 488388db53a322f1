import { expect, it } from 'vitest';
import { isComplete } from './install.mjs';

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/next': { version: '2.0.0' },
  'node_modules/vitest': { version: '3.0.0', dev: true },
  'node_modules/other-platform': { version: '4.0.0', optional: true },
};
const next = { 'node_modules/next': { version: '2.0.0' } };

it('asks for what is for development only where npm installs it', () => {
  expect(isComplete(wanted, next, true)).toBe(true);
  expect(isComplete(wanted, next, false)).toBe(false);
  expect(isComplete(wanted, { ...next, 'node_modules/vitest': { version: '3.0.0' } }, false)).toBe(true);
});

it('is not content with another version, or with none', () => {
  expect(isComplete(wanted, { 'node_modules/next': { version: '2.0.1' } }, true)).toBe(false);
  expect(isComplete(wanted, {}, true)).toBe(false);
});
