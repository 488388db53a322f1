/**
 * Units Haven watches: the cluster's own, and OpenStack's under every name a distribution gives them (reference 5.2).
 * Names that are not installed come back as `LoadState=not-found`, which is a fact and costs nothing.
 */
export const CLUSTER_UNITS = [
  'corosync.service',
  'pacemaker.service',
  'pcsd.service',
  'sbd.service',
  'corosync-qdevice.service',
  'drbd.service',
  'haproxy.service',
  'apache2.service',
  'httpd.service',
  'chrony.service',
  'chronyd.service',
  'systemd-timesyncd.service',
  'ssh.service',
  'sshd.service',
] as const;

export const OPENSTACK_UNITS = [
  'keystone.service',
  'glance-api.service',
  'openstack-glance-api.service',
  'nova-api.service',
  'nova-api-metadata.service',
  'nova-conductor.service',
  'nova-scheduler.service',
  'nova-novncproxy.service',
  'nova-compute.service',
  'openstack-nova-api.service',
  'openstack-nova-conductor.service',
  'openstack-nova-scheduler.service',
  'openstack-nova-compute.service',
  'neutron-server.service',
  'neutron-api.service',
  'neutron-rpc-server.service',
  'neutron-l3-agent.service',
  'neutron-dhcp-agent.service',
  'neutron-metadata-agent.service',
  'neutron-openvswitch-agent.service',
  'placement-api.service',
  'cinder-api.service',
  'cinder-scheduler.service',
  'cinder-volume.service',
  'mariadb.service',
  'rabbitmq-server.service',
  'memcached.service',
] as const;

/** systemd.unit(5): what a unit name may hold; a leading dash would be read as an option. */
const UNIT_NAME = /^[A-Za-z0-9:_.\\][A-Za-z0-9:_.\\@-]{0,254}$/;

/**
 * Every unit to ask for, without repeats.
 * @param extraUnits names from the inventory; `.service` is added where a name has no suffix
 * @throws RangeError for text that is no unit name
 */
export function unitsToWatch(extraUnits: readonly string[] = []): readonly string[] {
  const extra = extraUnits.map((name) => {
    if (!UNIT_NAME.test(name)) throw new RangeError('not a unit name');
    return /\.(service|socket|target|timer|mount|path|slice|scope)$/.test(name) ? name : `${name}.service`;
  });
  return [...new Set([...CLUSTER_UNITS, ...OPENSTACK_UNITS, ...extra])];
}
