import { describe, expect, it } from 'vitest';
import { parseCib } from './cib';
import {
  drbdResources,
  fenceDevices,
  filesystemResources,
  findResource,
  isFencingEnabled,
  leftoverConstraints,
  listPrimitives,
  primitiveIdsOf,
  vipResources,
} from './cib-queries';
import { listDependencies, primitiveNeeds, primitivesDependingOn } from './dependencies';
import hafs from './fixtures/cib-hafs.json';
import type { CibReading } from './types';

function read(xml: string): CibReading {
  const parsed = parseCib(xml);
  if (!parsed.ok) throw new Error(parsed.error.what);
  return parsed.value;
}

const cibOf = (parts: { resources?: string; constraints?: string; config?: string; more?: string }): string =>
  `<cib admin_epoch="1" epoch="2" num_updates="3"><configuration><crm_config>${parts.config ?? ''}</crm_config>` +
  `<nodes><node id="1" uname="node1"/></nodes><resources>${parts.resources ?? ''}</resources>` +
  `<constraints>${parts.constraints ?? ''}</constraints>${parts.more ?? ''}</configuration><status/></cib>`;

const dummy = (id: string): string => `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"/>`;

describe('parseCib', () => {
  it('refuses a CIB without version, without configuration, or another document', () => {
    for (const text of [
      '<cib epoch="1" num_updates="0"><configuration/></cib>',
      '<cib admin_epoch="0" epoch="1" num_updates="0"/>',
      '<configuration/>',
    ]) {
      expect(parseCib(text).ok).toBe(false);
    }
  });

  it('refuses resources and constraints it does not know instead of leaving them out', () => {
    expect(parseCib(cibOf({ resources: '<pod id="x"/>' })).ok).toBe(false);
    expect(parseCib(cibOf({ resources: '<clone id="x"/>' })).ok).toBe(false);
    expect(parseCib(cibOf({ resources: '<primitive id="x"/>' })).ok).toBe(false);
    expect(parseCib(cibOf({ constraints: '<rsc_new id="x"/>' })).ok).toBe(false);
  });

  it('takes class, type, parameters and operations from a template', () => {
    const cib = read(
      cibOf({
        resources:
          '<template id="t" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="ti"><nvpair id="a" name="nic" value="eth0"/>' +
          '<nvpair id="b" name="ip" value="1.1.1.1"/></instance_attributes><operations><op id="o" name="monitor" interval="10s"/></operations></template>' +
          '<primitive id="p" template="t"><instance_attributes id="pi"><nvpair id="c" name="ip" value="2.2.2.2"/></instance_attributes></primitive>',
      }),
    );
    expect(vipResources(cib)).toMatchObject([{ id: 'p', ip: '2.2.2.2', nic: 'eth0', family: 4 }]);
    expect(listPrimitives(cib)[0]?.primitive.operations).toEqual([{ name: 'monitor', interval: '10s' }]);
  });

  it('lets the bootstrap options win, then the higher score, then sets without a rule', () => {
    const set = (id: string, value: string, more = '', inside = '') =>
      `<cluster_property_set id="${id}" ${more}>${inside}<nvpair id="${id}-x" name="x" value="${value}"/></cluster_property_set>`;
    const rule = '<rule id="r" score="0"/>';
    expect(read(cibOf({ config: set('b', '1') + set('cib-bootstrap-options', '2') })).properties.x).toBe('2');
    expect(read(cibOf({ config: set('b', '1') + set('c', '2', 'score="5"') })).properties.x).toBe('2');
    expect(read(cibOf({ config: set('b', '1', '', rule) + set('c', '2') })).properties.x).toBe('2');
  });

  it('follows id-ref', () => {
    const cib = read(
      cibOf({
        resources:
          '<primitive id="a" class="ocf" type="Dummy"><instance_attributes id="ia"><nvpair id="n" name="k" value="v"/></instance_attributes></primitive>' +
          '<primitive id="b" class="ocf" type="Dummy"><instance_attributes id-ref="ia"/></primitive>',
      }),
    );
    expect(listPrimitives(cib)[1]?.primitive.params).toEqual({ k: 'v' });
  });

  it('reads the old <master> as a promotable clone and old roles by their new names', () => {
    const cib = read(
      cibOf({
        resources:
          '<master id="m"><primitive id="d" class="ocf" provider="linbit" type="drbd"><operations><op id="o" name="monitor" interval="9" role="Master"/></operations></primitive></master>',
      }),
    );
    expect(cib.resources[0]).toMatchObject({ kind: 'clone', promotable: true });
    expect(listPrimitives(cib)[0]?.primitive.operations[0]?.role).toBe('Promoted');
  });

  it('gives the same configuration text for another order of attributes and other white space, and no other', () => {
    const one = read(cibOf({ resources: dummy('a') })).configurationText;
    const same = read(
      cibOf({
        resources:
          '\n <primitive type="Dummy" provider="pacemaker"\n class="ocf" id="a"></primitive><!-- x -->',
      }),
    );
    expect(same.configurationText).toBe(one);
    expect(read(cibOf({ resources: dummy('b') })).configurationText).not.toBe(one);
    expect(read(cibOf({ resources: dummy('a') + dummy('b') })).configurationText).not.toBe(
      read(cibOf({ resources: dummy('b') + dummy('a') })).configurationText,
    );
  });
});

describe('the HAFS cluster', () => {
  const cib = read(hafs.output);

  it('names its virtual addresses, mounts, DRBD resources and fence devices', () => {
    expect(vipResources(cib)).toMatchObject([
      { id: 'vip_10g', ip: '10.10.0.100', prefixLength: 24, nic: 'ens2f0' },
      { id: 'vip_1g', ip: '192.168.1.100', prefixLength: 24, nic: 'eno1' },
    ]);
    expect(filesystemResources(cib)).toMatchObject([
      { id: 'fs_hafs', device: '/dev/drbd/by-res/hafs/0', directory: '/srv/hafs', fsType: 'xfs' },
    ]);
    expect(drbdResources(cib)).toMatchObject([
      { id: 'drbd_hafs', drbdResource: 'hafs', cloneId: 'drbd_hafs-clone' },
    ]);
    expect(fenceDevices(cib)).toMatchObject([
      { id: 'fence_n1', agent: 'fence_ipmilan', targets: ['node1'] },
      { id: 'fence_n2', targets: ['node2'] },
    ]);
    expect(isFencingEnabled(cib)).toBe(true);
  });

  it('knows what stops when DRBD stops', () => {
    expect(primitivesDependingOn(cib, 'drbd_hafs-clone').sort()).toEqual([
      'apache',
      'fs_hafs',
      'glance',
      'vip_1g',
    ]);
    expect(primitivesDependingOn(cib, 'haproxy')).toEqual(['vip_10g']);
    expect(primitivesDependingOn(cib, 'vip_1g')).toEqual([]);
    expect([...(primitiveNeeds(cib).get('glance') ?? [])].sort()).toEqual(['drbd_hafs', 'fs_hafs']);
  });

  it('finds resources at any depth', () => {
    expect(findResource(cib, 'fs_hafs')).toMatchObject({ within: [{ id: 'g_hafs' }] });
    expect(primitiveIdsOf(cib, 'g_hafs')).toEqual(['fs_hafs', 'glance', 'apache']);
    expect(findResource(cib, 'nosuch')).toBeUndefined();
  });
});

describe('dependencies in sets', () => {
  const edges = (constraints: string) =>
    listDependencies(read(cibOf({ resources: ['a', 'b', 'c', 'd'].map(dummy).join(''), constraints })))
      .map(({ dependent, on }) => `${dependent}>${on}`)
      .sort();
  const set = (id: string, ids: string, more = '') =>
    `<resource_set id="${id}" ${more}>${[...ids].map((ref) => `<resource_ref id="${ref}"/>`).join('')}</resource_set>`;

  it('chains a sequential colocation set: each with the one before', () => {
    expect(edges(`<rsc_colocation id="x" score="INFINITY">${set('s', 'abc')}</rsc_colocation>`)).toEqual([
      'b>a',
      'c>b',
    ]);
  });
  it('lets an earlier colocation set follow the later one', () => {
    const sets = set('s', 'abc', 'sequential="false"') + set('t', 'd');
    expect(edges(`<rsc_colocation id="x" score="INFINITY">${sets}</rsc_colocation>`)).toEqual([
      'a>d',
      'b>d',
      'c>d',
    ]);
  });
  it('orders sets one after the other', () => {
    const sets = set('s', 'ab', 'sequential="false"') + set('t', 'cd');
    expect(edges(`<rsc_order id="x">${sets}</rsc_order>`)).toEqual(['c>a', 'c>b', 'd>c']);
  });
  it('calls optional orders and finite colocations what they are', () => {
    const cib = read(
      cibOf({
        resources: dummy('a') + dummy('b'),
        constraints:
          '<rsc_order id="o" first="a" then="b" kind="Optional"/><rsc_order id="z" first="a" then="b" score="0"/><rsc_colocation id="c" rsc="b" with-rsc="a" score="-1000"/>',
      }),
    );
    expect(listDependencies(cib).map(({ mandatory }) => mandatory)).toEqual([false, false, false]);
    expect(primitivesDependingOn(cib, 'a')).toEqual([]);
  });
});

it('lists constraints that tools left behind', () => {
  const constraints = [
    'cli-prefer-a',
    'cli-ban-a-on-node1',
    'drbd-fence-by-handler-hafs-c',
    'haven-move-a',
    'mine',
  ]
    .map((id) => `<rsc_location id="${id}" rsc="a" node="node1" score="INFINITY"/>`)
    .join('');
  expect(
    leftoverConstraints(read(cibOf({ resources: dummy('a'), constraints }))).map(({ kind }) => kind),
  ).toEqual(['cli-prefer', 'cli-ban', 'drbd-fence', 'haven-move']);
});

it('reads fence devices by host map and list, in every separator', () => {
  const device = (params: string) =>
    `<primitive id="f" class="stonith" type="fence_virsh"><instance_attributes id="i">${params}</instance_attributes></primitive>`;
  const cib = read(
    cibOf({
      resources: device(
        '<nvpair id="1a" name="pcmk_host_map" value="node1:vm-1;node2:vm-2"/><nvpair id="2a" name="pcmk_host_list" value="node2, node3"/>',
      ),
    }),
  );
  expect(fenceDevices(cib)).toEqual([
    {
      id: 'f',
      agent: 'fence_virsh',
      targets: ['node2', 'node3', 'node1'],
      ports: { node1: 'vm-1', node2: 'vm-2' },
    },
  ]);
});
