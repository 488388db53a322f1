/**
 * A new resource file from its description, in the grammar of the generation that will read it (reference 1.2): what one
 * generation needs is a parse error to the other. The file is the same on every node, and our own parser reads it back.
 */
import { err, ok, type Result } from '@/lib/base/result';
import { isIpv6 } from './names';
import type { DrbdGeneration } from './option-table';
import { checkDescription } from './res-check';
import type { DescriptionRefusal, HafsDescription, HafsHost, HafsVolume } from './res-description';
import { quoteResValue } from './res-tokens';

/** Where drbd-utils installs the scripts that ask Pacemaker to keep the peer from being promoted (reference 1.5). */
const FENCE_SCRIPTS = {
  '8.4': {
    'fence-peer': '/usr/lib/drbd/crm-fence-peer.sh',
    'unfence-peer': '/usr/lib/drbd/crm-unfence-peer.sh',
  },
  '9': {
    'fence-peer': '/usr/lib/drbd/crm-fence-peer.9.sh',
    'unfence-peer': '/usr/lib/drbd/crm-unfence-peer.9.sh',
  },
} as const;

/** `/etc/drbd.d/NAME.res`, included by Debian's and LINBIT's drbd.conf alike. */
export const resFilePath = (resource: string): string => `/etc/drbd.d/${resource}.res`;

/**
 * Writes the file.
 * @returns every refusal at once, so that a form can show them all
 */
export function renderResource(
  description: HafsDescription,
  generation: DrbdGeneration,
): Result<string, readonly DescriptionRefusal[]> {
  const refusals = checkDescription(description, generation);
  if (refusals.length > 0) return err(refusals);
  const { name, hosts, volumes } = description;
  const is9 = generation === '9';
  const lines = [
    `resource ${name} {`,
    ...section('options', is9 ? optionsSection(description) : pick(description, 'options')),
    ...section('handlers', handlers(description, generation)),
    ...section('net', netSection(description, is9)),
    ...section('disk', diskSection(description, is9)),
    ...volumes.flatMap((volume) => volumeLines(volume, sharedDisk(volume), '  ')),
    ...hosts.flatMap((host) => hostLines(host, volumes, is9)),
    ...(is9 && hosts.length > 2
      ? ['  connection-mesh {', `    hosts ${hosts.map((host) => host.name).join(' ')};`, '  }']
      : []),
    '}',
    '',
  ];
  return ok(lines.join('\n'));
}

type Entry = readonly [name: string, value: string];

function section(name: string, entries: readonly Entry[]): string[] {
  if (entries.length === 0) return [];
  const width = Math.max(...entries.map(([key]) => key.length));
  return [
    `  ${name} {`,
    ...entries.map(([key, value]) => `    ${key.padEnd(width)} ${quoteResValue(value)};`),
    '  }',
  ];
}

/** Options given for a section, in the order given. */
const pick = ({ options }: HafsDescription, name: string): Entry[] =>
  Object.entries(options)
    .filter(([key]) => key.startsWith(`${name}.`))
    .map(([key, value]) => [key.slice(name.length + 1), value]);

function optionsSection(description: HafsDescription): Entry[] {
  const { protection } = description;
  const given = pick(description, 'options');
  const hasAutoPromote = given.some(([name]) => name === 'auto-promote');
  return [
    ...(protection.kind === 'quorum'
      ? ([
          ['quorum', 'majority'],
          ['on-no-quorum', protection.onNoQuorum],
        ] as const)
      : []),
    // Pacemaker promotes; a device that becomes Primary because somebody opened it goes behind its back.
    ...(hasAutoPromote ? [] : [['auto-promote', 'no'] as const]),
    ...given,
  ];
}

function handlers({ protection, handlers: given }: HafsDescription, generation: DrbdGeneration): Entry[] {
  if (protection.kind === 'quorum') return Object.entries(given);
  const scripts = FENCE_SCRIPTS[generation];
  const timeout = protection.timeoutSeconds === undefined ? '' : ` --timeout ${protection.timeoutSeconds}`;
  return [
    ['fence-peer', `${scripts['fence-peer']}${timeout}`],
    // Older 8.4 modules call only `after-resync-target`; both take the same constraint away, and twice does no harm.
    ['unfence-peer', scripts['unfence-peer']],
    ...(generation === '8.4' && given['after-resync-target'] === undefined
      ? [['after-resync-target', scripts['unfence-peer']] as const]
      : []),
    ...Object.entries(given),
  ];
}

function netSection(description: HafsDescription, is9: boolean): Entry[] {
  const { protocol, protection, sharedSecret } = description;
  return [
    ['protocol', protocol],
    ...(is9 && protection.kind === 'fencing' ? [['fencing', 'resource-and-stonith'] as const] : []),
    ...pick(description, 'net'),
    ...(sharedSecret === undefined
      ? []
      : ([
          ['cram-hmac-alg', 'sha256'],
          ['shared-secret', sharedSecret],
        ] as const)),
  ];
}

const diskSection = (description: HafsDescription, is9: boolean): Entry[] => [
  ...(!is9 && description.protection.kind === 'fencing'
    ? [['fencing', 'resource-and-stonith'] as const]
    : []),
  ...pick(description, 'disk'),
];

interface Backing {
  readonly disk?: string;
  readonly metadata?: string;
}

/** What every host with a disk has in common stands once, at the resource; the rest stands at the hosts. */
function sharedDisk({ disks, metadata }: HafsVolume): Backing {
  const common = (of: Readonly<Record<string, string>>): string | undefined => {
    const values = [...new Set(Object.values(of))];
    return values.length === 1 ? values[0] : undefined;
  };
  const disk = common(disks);
  const meta = metadata === 'internal' ? 'internal' : common(metadata);
  return {
    ...(disk === undefined ? {} : { disk }),
    ...(meta === undefined ? {} : { metadata: meta }),
  };
}

function volumeLines({ volume, minor }: HafsVolume, backing: Backing, indent: string): string[] {
  return [
    `${indent}volume ${volume} {`,
    `${indent}  device    /dev/drbd${minor} minor ${minor};`,
    ...backingLines(backing, `${indent}  `),
    `${indent}}`,
  ];
}

const backingLines = ({ disk, metadata }: Backing, indent: string): string[] => [
  ...(disk === undefined ? [] : [`${indent}disk      ${quoteResValue(disk)};`]),
  ...(metadata === undefined ? [] : [`${indent}meta-disk ${quoteResValue(metadata)};`]),
];

function hostLines(host: HafsHost, volumes: readonly HafsVolume[], is9: boolean): string[] {
  const family = isIpv6(host.address) ? `ipv6 [${host.address}]` : `ipv4 ${host.address}`;
  const own = volumes.flatMap((volume) => {
    const lines = ownBacking(volume, host.name);
    return lines.length === 0 ? [] : [`    volume ${volume.volume} {`, ...lines, '    }'];
  });
  return [
    `  on ${host.name} {`,
    ...(is9 ? [`    node-id ${host.nodeId};`] : []),
    `    address ${family}:${host.port};`,
    ...own,
    '  }',
  ];
}

function ownBacking(volume: HafsVolume, host: string): string[] {
  const shared = sharedDisk(volume);
  const disk = Object.hasOwn(volume.disks, host) ? volume.disks[host] : undefined;
  if (disk === undefined) return backingLines({ disk: 'none' }, '      ');
  const metadata = volume.metadata === 'internal' ? undefined : volume.metadata[host];
  return backingLines(
    {
      ...(shared.disk === undefined ? { disk } : {}),
      ...(shared.metadata === undefined && metadata !== undefined ? { metadata } : {}),
    },
    '      ',
  );
}
