import { describe, expect, it } from 'vitest';
import { systemdHealth } from './health';
import type { SystemdUnit } from './types';

const unit = (changes: Partial<SystemdUnit>): SystemdUnit => ({
  id: 'glance-api.service',
  loadState: 'loaded',
  activeState: 'active',
  subState: 'running',
  unitFileState: 'disabled',
  ...changes,
});
const keys = (one: Partial<SystemdUnit>, expected: Parameters<typeof systemdHealth>[2]) =>
  systemdHealth({ units: [unit(one)] }, 'node1', expected).map(({ key }) => key);
const MANAGED = ['glance-api.service'];

describe('units and the cluster (invariants 24 and 26)', () => {
  it('agree when Pacemaker runs what systemd runs', () => {
    expect(keys({}, { clusterManaged: MANAGED, clusterRuns: MANAGED })).toEqual([]);
    expect(keys({ activeState: 'inactive' }, { clusterManaged: MANAGED, clusterRuns: [] })).toEqual([]);
  });

  it('tell what somebody started by hand, and what Pacemaker only believes', () => {
    expect(keys({}, { clusterManaged: MANAGED, clusterRuns: [] })).toEqual(['systemd.unit-outside-cluster']);
    expect(keys({ activeState: 'inactive' }, { clusterManaged: MANAGED, clusterRuns: MANAGED })).toEqual([
      'systemd.unit-lost',
    ]);
  });

  it('say nothing where nobody says what Pacemaker runs, and nothing on the way', () => {
    expect(keys({}, { clusterManaged: MANAGED })).toEqual([]);
    expect(keys({ activeState: 'deactivating' }, { clusterManaged: MANAGED, clusterRuns: [] })).not.toContain(
      'systemd.unit-outside-cluster',
    );
  });

  it('want a unit that only systemd starts to be enabled, and one of the cluster not', () => {
    expect(keys({}, { enabled: MANAGED })).toEqual(['systemd.unit-not-enabled']);
    expect(keys({ unitFileState: 'enabled' }, { enabled: MANAGED })).toEqual([]);
    expect(keys({ unitFileState: 'static' }, { enabled: MANAGED })).toEqual([]);
    expect(keys({ unitFileState: 'enabled' }, { clusterManaged: MANAGED, clusterRuns: MANAGED })).toEqual([
      'systemd.cluster-unit-enabled',
    ]);
  });
});
