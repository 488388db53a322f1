import { describe, expect, it } from 'vitest';
import type { ConfigProblemId } from '@/lib/haproxy/check-types';
import type { ConfigChangeReason } from '@/lib/haproxy/config-change';
import { compareConfigs } from '@/lib/haproxy/config-diff';
import type { ConfigEdit } from '@/lib/haproxy/config-edits';
import {
  describeDifference,
  describeDrift,
  describeProblem,
  describeRefusal,
  editLabel,
} from '@/lib/haproxy/config-words';
import { planMessages } from './messages';
import { planWords } from './words-in';

/** A reason or problem without its entry here does not compile. */
const REASONS: Readonly<Record<ConfigChangeReason, true>> = {
  'section-not-found': true,
  'server-not-found': true,
  'directive-not-found': true,
  ambiguous: true,
  'line-is-broken': true,
  conditional: true,
  'name-taken': true,
  'address-taken': true,
  'bad-name': true,
  'bad-address': true,
  'bad-value': true,
  'too-many-words': true,
  'keyword-not-allowed': true,
  'still-referenced': true,
  'dynamic-reference': true,
  'unclear-reference': true,
  'check-has-steps': true,
  'last-server': true,
  'no-sibling': true,
  'too-few-servers': true,
  'servers-not-listed': true,
};
const PROBLEMS: Readonly<Record<ConfigProblemId, true>> = {
  'line-is-broken': true,
  'too-many-words': true,
  'no-final-line-break': true,
  'duplicate-section': true,
  'duplicate-server': true,
  'duplicate-address': true,
  'missing-backend': true,
  'missing-track-target': true,
  'missing-defaults': true,
  'dynamic-backend': true,
  'no-check': true,
  'no-servers': true,
  'missing-timeout': true,
  'bad-bind': true,
  'bind-twice': true,
  'bind-wildcard-clash': true,
  'bind-unknown-address': true,
  'bind-needs-nonlocal': true,
  'bind-nonlocal-unknown': true,
  'bind-foreign-address': true,
  'port-taken': true,
  'internal-on-1g-vip': true,
  'server-on-1g-network': true,
  'server-is-vip': true,
  'server-outside-networks': true,
  'no-admin-socket': true,
  'admin-socket-not-admin': true,
  'admin-socket-elsewhere': true,
};

const BEFORE = `defaults
  timeout client 1m
frontend a
  bind 10.0.0.1:80
  bind 10.0.0.1:81
  default_backend b
backend b
  server n1 10.0.0.2:80 check
  server n2 10.0.0.3:80 check
  server n3 10.0.0.4:80 check disabled
backend old
  server x 10.0.0.9:1
backend gone
  balance source
`;
const AFTER = `defaults
  timeout client 2m
frontend a
  bind 10.0.0.1:80 ssl crt /x
  bind 10.0.0.1:82
  default_backend b
  acl x path /y
backend b
  server n1 10.0.0.2:80 check weight 3
  server n2 10.0.0.3:80 check backup
  server n3 10.0.0.4:80 check
  server n4 10.0.0.5:80 check
backend new
  server x 10.0.0.9:1
listen more
  bind *:9
`;

describe.each(['en', 'ko'] as const)('in %s', (locale) => {
  const words = planWords(locale);
  const messages: Readonly<Record<string, string>> = planMessages[locale];

  it('every reason, problem and drift has words', () => {
    const reasons = Object.keys(REASONS) as ConfigChangeReason[];
    const problems = Object.keys(PROBLEMS) as ConfigProblemId[];
    const drifts = ['not-running', 'not-in-file', 'address', 'port', 'weight', 'admin-state'] as const;
    const keys = [
      ...reasons.map((reason) => `refusal-${describeRefusal({ reason }).id}`),
      ...problems.map((id) => describeProblem({ id, level: 'error' }).id),
      ...drifts.map((kind) => describeDrift({ kind, backend: 'b', server: 's' }, 'node1').id),
    ];
    expect(keys.filter((key) => messages[key] === undefined)).toEqual([]);
  });

  it('every kind of difference is said, with nothing left open', () => {
    const said = [
      ...compareConfigs(BEFORE, AFTER).differences,
      ...compareConfigs(AFTER, BEFORE).differences,
    ].map((difference) => words.sentence(describeDifference(difference)));
    expect(said).toMatchSnapshot();
    expect(said.filter((text) => /[{}]|undefined|difference-/.test(text))).toEqual([]);
  });
});

it('a problem names node and line, a refusal what it is about and where', () => {
  const words = planWords('en');
  expect(
    words.sentence(
      describeProblem(
        { id: 'missing-backend', level: 'error', line: 12, section: 'a', what: 'nova' },
        'node1',
      ),
    ),
  ).toBe('node1 haproxy.cfg:12: there is no backend nova.');
  expect(describeRefusal({ reason: 'still-referenced', what: 'nova', lines: [3, 9] })).toEqual({
    id: 'haproxy-still-referenced',
    objects: 'nova (3, 9)',
  });
});

it('an edit has a short title in every language', () => {
  const place = { kind: 'backend', name: 'nova' } as const;
  const edits: readonly ConfigEdit[] = [
    { do: 'add-proxy', proxy: { ...place } },
    { do: 'rename-proxy', place, to: 'compute' },
    { do: 'remove-bind', place: { kind: 'frontend', name: 'a' }, bind: { address: '::1', port: 80 } },
    { do: 'register-node', place, node: { name: 'node3', address: '10.0.0.3' } },
    { do: 'retire-node', place, server: 'node3', way: 'disable' },
    { do: 'shape-service', place, shape: { kind: 'active-standby', primary: 'node1' } },
    { do: 'set-directive', place: { kind: 'global' }, key: ['maxconn'], values: ['10'] },
  ];
  expect(edits.map(editLabel)).toEqual([
    '+ backend nova',
    'backend nova → compute',
    '− frontend a bind [::1]:80',
    '+ nova/node3',
    'disabled: nova/node3',
    'nova: active-standby (node1)',
    '~ global maxconn',
  ]);
});
