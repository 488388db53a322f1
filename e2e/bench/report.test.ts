import { expect, it } from 'vitest';
import { figure } from './figure';
import { renderTable } from './report';

it('shows a missed target as such, with its baseline and notes', () => {
  const made = figure(
    'P0',
    'ms',
    { name: 'a', values: [20] },
    { name: 'b', values: [10] },
    '≤ 5 ms',
    () => false,
    'why',
  );
  const table = renderTable([made]);
  expect(table).toContain('FAIL');
  expect(table).toContain('0.5×');
  expect(table).toMatch(/P0: why$/);
});
