import { expect, it } from 'vitest';
import type { LiveEvent } from '@/lib/live/protocol';
import { eventWords } from './event-words';

const words = (fact: string, change: Pick<LiveEvent, 'from' | 'to'>) =>
  eventWords({ nodeId: 'n1', fact, ...change } as LiveEvent, undefined);

it('tells a disconnected resource once, though its peer has no name then', () => {
  expect(words('drbd:hafs@:connection', { to: 'StandAlone' })).toMatchObject({
    key: 'eventDrbdConnection',
    params: { resource: 'hafs', to: 'StandAlone' },
    severity: 'critical',
  });
  expect(words('drbd:hafs@:connection', { from: 'StandAlone' })).toBeNull();
  expect(words('drbd:hafs/0@:replication', { from: 'Off' })).toBeNull();
});

it('tells the connection of a peer with a name, coming and going', () => {
  expect(words('drbd:hafs@node2:connection', { from: 'Connecting', to: 'Connected' })).toMatchObject({
    key: 'eventDrbdConnection',
    severity: 'ok',
  });
});

it('tells what DRBD alarms about in words', () => {
  expect(words('drbd-alarm:hafs', { to: 'fence-peer-called' })).toMatchObject({
    key: 'eventFencePeer',
    params: { resource: 'hafs' },
    severity: 'warning',
  });
  expect(words('drbd-alarm:hafs', { to: 'split-brain' })).toMatchObject({ severity: 'critical' });
});

it('tells a fact it does not know as it is', () => {
  expect(words('something:new', { to: 'x' })).toMatchObject({
    key: 'eventOther',
    params: { fact: 'something:new' },
  });
});
