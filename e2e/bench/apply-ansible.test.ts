import { expect, it } from 'vitest';
import { configOf, playbookOf } from './apply-ansible';

it('asks Ansible for the same steps, as fast as it can', () => {
  const [play] = JSON.parse(playbookOf({ files: ['/t/step-1', '/t/step-2'] }));
  expect(play.gather_facts).toBe(false);
  expect(play.tasks.map((task: Record<string, unknown>) => task['ansible.builtin.command'])).toEqual(
    ['/t/step-1', '/t/step-2'].map((file) => ({
      argv: ['tee', '-a', '--', file],
      stdin: '{{ inventory_hostname }}',
    })),
  );
  expect(configOf('/t', 16).split('\n')).toEqual(expect.arrayContaining(['forks = 16', 'pipelining = True']));
});
