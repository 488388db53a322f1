/** From the fields of the form to a design, and what they hold at first. Field names are the keys of both. */
import { roomsOf } from '@/lib/host/candidate-disks';
import type { AdoptionState } from '@/lib/inventory/adoption';
import {
  type Design,
  firstHaproxyText,
  freeAddressIn,
  type KeptDesign,
  type machinesOf,
  type SharedNetwork,
} from '@/lib/inventory/build-design';

export type Machine = ReturnType<typeof machinesOf>[number];
export type Defaults = Omit<KeptDesign, 'clusterName'> & { readonly clusterName: string };

const GIB = 1024 ** 3;
/** Room for a machine's own LVM and DRBD metadata beside the data. */
const MOST_OF_DISK = 0.9;

export function designDefaults(
  state: AdoptionState,
  machines: readonly Machine[],
  networks: readonly SharedNetwork[],
): Defaults {
  if (state.design) return state.design;
  const tenG = networks[0]?.cidr ?? '';
  // What Haven comes in through is for management, where there is another.
  const others = networks.slice(1).filter(({ cidr }) => !isManagement(cidr, state, machines));
  const oneG = (others[0] ?? networks[1])?.cidr ?? '';
  const vip10g = freeAddressIn(tenG, machines);
  const vip1g = freeAddressIn(oneG, machines);
  const places = machines.flatMap((machine) => {
    const [first] = roomsOf(machine.read);
    return first ? [{ node: machine.name, ...first }] : [];
  });
  const [a, b] = places;
  const free = Math.min(a?.freeBytes ?? GIB, b?.freeBytes ?? GIB);
  return {
    clusterName: '',
    tenG,
    oneG,
    tokenMs: 3_000,
    timeServers: [],
    fences: machines.map(({ name }) => ({
      node: name,
      agent: 'fence_ipmilan',
      ip: '',
      username: '',
      options: { lanplus: '1' },
    })),
    sizeBytes: Math.max(Math.floor((free * MOST_OF_DISK) / (GIB / 10)) * (GIB / 10), GIB / 10),
    mountPoint: '/srv/hafs',
    filesystem: 'ext4',
    firstSync: 'full',
    places: places.slice(0, 2).map(({ node, on }) => ({ node, on })),
    vip10g,
    vip1g,
    haproxyText: firstHaproxyText(vip10g, vip1g),
  };
}

/** The network a machine is reached through: by its address, or the one that leads outside. */
function isManagement(cidr: string, state: AdoptionState, machines: readonly Machine[]): boolean {
  return machines.some(({ read }, index) => {
    const nic = read.network.interfaces.find(({ name }) => name.startsWith('mgmt'));
    const own = nic?.addresses.map(({ address }) => address) ?? [];
    const host = state.nodes[index]?.host ?? '';
    const prefix = cidr.split('.').slice(0, 3).join('.');
    return [...own, host].some((address) => address.startsWith(`${prefix}.`));
  });
}

const words = (value: FormDataEntryValue | null): string[] =>
  String(value ?? '')
    .split(/[\s,]+/)
    .filter((word) => word !== '');

export function designOf(form: FormData, machines: readonly Machine[]): Design {
  const text = (name: string): string => String(form.get(name) ?? '');
  return {
    clusterName: text('clusterName'),
    tenG: text('tenG'),
    oneG: text('oneG'),
    tokenMs: Number(text('tokenMs')),
    timeServers: words(form.get('timeServers')),
    fences: machines.map(({ name }) => {
      const password = text(`password ${name}`);
      return {
        node: name,
        agent: text(`agent ${name}`),
        ip: text(`ip ${name}`),
        username: text(`username ${name}`),
        options: Object.fromEntries(
          words(form.get(`options ${name}`)).map((word) => {
            const [key = '', ...value] = word.split('=');
            return [key, value.join('=')];
          }),
        ),
        ...(password === '' ? {} : { password }),
      };
    }),
    sizeBytes: Math.round(Number(text('sizeGiB')) * GIB),
    mountPoint: text('mountPoint'),
    filesystem: text('filesystem') === 'xfs' ? 'xfs' : 'ext4',
    firstSync: text('firstSync') === 'both-read-as-zeros' ? 'both-read-as-zeros' : 'full',
    places: machines.flatMap(({ name }) => {
      const on = text(`place ${name}`);
      return on === '' ? [] : [{ node: name, on }];
    }),
    vip10g: text('vip10g'),
    vip1g: text('vip1g'),
    haproxyText: text('haproxyText').replaceAll('\r\n', '\n'),
  };
}
