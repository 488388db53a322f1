/** What each machine gets before there is a cluster: packages that start nothing by themselves, its files, its keys. */
import { command, quoteArgv } from '@/lib/base/command';
import { COROSYNC_CONF, HAPROXY_CFG } from '@/lib/host/config-files';
import { withHosts } from '@/lib/host/hosts-file';
import { installCommand, updateListsCommand } from '@/lib/host/packages';
import {
  type BuildCluster,
  type BuildNode,
  CLUSTER_PACKAGES,
  fenceSecret,
  secretPlace,
} from '@/lib/inventory/build-cluster';
import type { Sha256 } from '../canonical';
import type { WriteFile } from '../file-write';
import { type DraftStep, READ_BACK_TIMEOUT_MS } from '../planner';
import type { Check } from '../types';
import { commandStep } from './drbd-steps';
import { NONLOCAL_BIND_FILE, nonlocalBindText } from './nonlocal-bind';

export const AUTHKEY = '/etc/corosync/authkey';
export const HOSTS = '/etc/hosts';
const MODULES = '/etc/modules-load.d/haven.conf';
const TIME_SOURCES = '/etc/chrony/sources.d/haven.sources';
const SECRETS = '/etc/haven';

/** Nothing of these may start before it is configured, and what Pacemaker starts may never start at boot (24, 25). */
const UNITS = ['corosync.service', 'pacemaker.service', 'haproxy.service', 'drbd.service'] as const;
const UNIT_TIMEOUT_MS = 120_000;

const passwordFile = (node: string): string => `${SECRETS}/${fenceSecret(node)}`;
/** Fence agents run this through a shell and take what it prints. */
export const passwordCommand = (node: string): string => quoteArgv(['head', '-n', '1', passwordFile(node)]);

export interface NodeMaking {
  readonly intent: BuildCluster;
  readonly corosyncText: string;
  /** `/etc/hosts` as it is now. */
  readonly hosts: { readonly text: string; readonly sha256: string };
  readonly sha256: Sha256;
  readonly sealedSha256: Sha256;
}

export function nodeSteps(making: NodeMaking, { name: node }: BuildNode): readonly DraftStep[] {
  const { intent, corosyncText, hosts } = making;
  const write = (file: NewFile): DraftStep => fileStep(making, node, file);
  const run = runner(node);
  const wantedHosts = withHosts(
    hosts.text,
    intent.nodes.map(({ name, addresses }) => ({ name, address: addresses[0] ?? '' })),
  );
  return [
    run('step-build-mask', ['systemctl', 'mask', ...UNITS]),
    { ...packageStep('step-build-lists', node, updateListsCommand()) },
    { ...packageStep('step-build-packages', node, installCommand(CLUSTER_PACKAGES)) },
    run('step-build-unmask', ['systemctl', 'unmask', ...UNITS]),
    run('step-build-disable', ['systemctl', 'disable', ...UNITS], {
      verify: ['haproxy.service', 'drbd.service'].map(
        (unit): Check => ({ kind: 'unit', node, unit, field: 'at-boot', values: ['disabled'] }),
      ),
    }),
    ...timeSteps(making, node),
    ...(wantedHosts === hosts.text
      ? []
      : [write({ path: HOSTS, text: wantedHosts, check: ['test', '-s'], base: hosts.sha256 })]),
    // HAProxy listens everywhere on addresses that one node holds.
    write({ path: NONLOCAL_BIND_FILE, text: nonlocalBindText(true), check: ['test', '-s'] }),
    run('step-build-sysctl', ['sysctl', `--load=${NONLOCAL_BIND_FILE}`]),
    run('step-build-secrets', ['install', '--directory', '--mode=0700', '--', SECRETS]),
    ...intent.nodes.map((victim) =>
      write({
        path: passwordFile(victim.name),
        // The second line keeps a plan's hash of the file from telling a short password.
        text: `${secretPlace(fenceSecret(victim.name))}\n# ${secretPlace('salt')}\n`,
        check: ['test', '-s'],
        isSealed: true,
      }),
    ),
    write({ path: AUTHKEY, text: secretPlace('corosync'), check: ['test', '-s'], isSealed: true }),
    write({
      path: COROSYNC_CONF,
      text: corosyncText,
      check: ['corosync', '-t', '-c'],
      replacesPackaged: true,
    }),
    run('step-build-start', ['systemctl', 'enable', '--now', 'corosync.service', 'pacemaker.service'], {
      verify: ['corosync.service', 'pacemaker.service'].map(
        (unit): Check => ({ kind: 'unit', node, unit, field: 'active', values: ['active'] }),
      ),
      verifyTimeoutMs: UNIT_TIMEOUT_MS,
      skipsWhenReached: true,
    }),
  ];
}

/** The module is loaded before DRBD's first connect: loaded on demand it comes in the middle of it, which has 5 s only. */
export const moduleSteps = (making: NodeMaking, node: string): readonly DraftStep[] => [
  fileStep(making, node, { path: MODULES, text: 'drbd\n', check: ['test', '-s'], isReadable: true }),
  runner(node)('step-build-module', ['modprobe', '--all', 'drbd', 'crypto-sha256', 'crypto-crc32c']),
];

export const haproxyStep = (making: NodeMaking, node: string): DraftStep =>
  fileStep(making, node, {
    path: HAPROXY_CFG,
    text: making.intent.haproxyText,
    check: ['haproxy', '-c', '-f'],
    replacesPackaged: true,
  });

function timeSteps(making: NodeMaking, node: string): readonly DraftStep[] {
  const { timeServers } = making.intent;
  if (timeServers.length === 0) return [];
  const text = timeServers.map(timeSource).join('');
  return [
    fileStep(making, node, { path: TIME_SOURCES, text, check: ['test', '-s'], isReadable: true }),
    runner(node)('step-build-time', ['systemctl', 'restart', 'chrony.service'], {
      verify: [{ kind: 'unit', node, unit: 'chrony.service', field: 'active', values: ['active'] }],
    }),
  ];
}

/** `host` or `host:port` as chrony.conf writes it. */
function timeSource(server: string): string {
  const [, host = server, port] = /^([^:]+)(?::(\d{1,5}))?$/.exec(server) ?? [];
  return `server ${host}${port === undefined ? '' : ` port ${port}`} iburst\n`;
}

interface NewFile
  extends Pick<WriteFile, 'path' | 'text' | 'check' | 'isSealed' | 'replacesPackaged' | 'isReadable'> {
  /** Absent: there is none yet. */
  readonly base?: string;
}

function fileStep({ sha256, sealedSha256 }: NodeMaking, node: string, { base, ...file }: NewFile): DraftStep {
  const hash = file.isSealed ? sealedSha256(file.text) : sha256(file.text);
  return {
    title: file.isSealed ? 'step-build-secret' : base === undefined ? 'step-file-new' : 'step-file-write',
    node,
    params: { path: file.path, node },
    action: { kind: 'write-file', baseSha256: base ?? null, sha256: hash, ...file },
    verify: [{ kind: 'file', node, path: file.path, sha256: hash }],
    verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
    skipsWhenReached: true,
    risk: 'safe',
  };
}

const packageStep = (title: string, node: string, made: ReturnType<typeof installCommand>): DraftStep =>
  commandStep(
    { command: made, risk: 'safe' },
    {
      title,
      node,
      params: { node },
      verify: title === 'step-build-packages' ? [{ kind: 'packages', node, names: CLUSTER_PACKAGES }] : [],
      ...(title === 'step-build-packages' ? { skipsWhenReached: true } : {}),
    },
  );

type More = Partial<Pick<DraftStep, 'verifyTimeoutMs' | 'skipsWhenReached'>> & {
  readonly verify?: readonly Check[];
};

const runner =
  (node: string) =>
  (title: string, argv: readonly [string, ...string[]], more: More = {}): DraftStep =>
    commandStep(
      { command: command(argv, { asRoot: true, timeoutMs: UNIT_TIMEOUT_MS }), risk: 'safe' },
      { title, node, params: { node }, ...more },
    );
