/**
 * Puts a cluster into the inventory without the pages: read and proposed by the product's own readers, saved by
 * its own function. Every proposal is taken as it is, as a person who only presses "next" would.
 */
import { readFile } from 'node:fs/promises';
import { database } from '@/lib/data/client';
import { type NewCluster, saveNewCluster } from '@/lib/data/clusters';
import type { ReadingName } from '@/lib/live/readings';
import { proposeNetworks } from '@/server/adopt/propose-networks';
import { proposeDrbd, proposeServices, proposeVips } from '@/server/adopt/propose-services';
import { type NodeView, readNode, valueIn } from '@/server/adopt/read-node';
import { signIn } from '@/server/adopt/sign-in';
import { fetchHostKey } from '@/server/ssh/fetch-host-key';
import type { HostKey } from '@/server/ssh/host-key';
import type { BenchCluster, BenchNode } from './bench-cluster';

/** What the proposals are made from; the rest would only cost the emulated nodes time. */
const READINGS: readonly ReadingName[] = ['network', 'corosync', 'cib', 'drbdConfig', 'haproxyConfig'];

interface ReadNode {
  readonly info: BenchNode;
  readonly hostKey: HostKey;
  readonly privateKey: string;
  readonly view: NodeView;
}

/** @returns the new cluster's id */
export async function adoptLab(lab: BenchCluster): Promise<string> {
  const nodes = await Promise.all(lab.nodes.map(readLabNode));
  const cluster = newCluster(lab, nodes);
  return database().$transaction((tx) => saveNewCluster(tx, cluster));
}

async function readLabNode(info: BenchNode): Promise<ReadNode> {
  const fetched = await fetchHostKey(info.host, info.port);
  if (!fetched.ok) throw new Error(`${info.name} shows no host key: ${fetched.error.message}`);
  const hostKey = fetched.value;
  if (hostKey.sha256 !== info.hostKeySha256)
    throw new Error(`${info.name} is not the one that was meant: other host key`);
  const privateKey = await readFile(info.privateKeyPath, 'utf8');
  const opened = await signIn(
    {
      host: info.host,
      port: info.port,
      login: info.user,
      hostKey,
      hostKeyConfirmed: true,
      phase: 'signing-in',
    },
    { kind: 'key', privateKey },
  );
  if (!opened.ok) throw new Error(`${info.name} lets nobody in: ${opened.error.kind}`);
  try {
    return { info, hostKey, privateKey, view: await readNode(opened.value, READINGS, info.name) };
  } finally {
    await opened.value.stop();
  }
}

function newCluster(lab: BenchCluster, nodes: readonly ReadNode[]): NewCluster {
  const networks = proposeNetworks(
    nodes.map(({ info, view }) => ({ name: info.name, host: info.host, view })),
  );
  const cib = firstOf(nodes, 'cib');
  if (!cib) throw new Error('no node could read the cluster configuration');
  const drbd = proposeDrbd(cib, firstOf(nodes, 'drbdConfig'));
  return {
    name: lab.clusterName,
    practice: true,
    nodes: nodes.map(({ info, hostKey, privateKey }) => ({
      name: info.name,
      host: info.host,
      port: info.port,
      login: info.user,
      hostKey: hostKey.key,
      hostKeySha256: hostKey.sha256,
      privateKey,
      facts: {},
      disks: [],
    })),
    networks: networks.map(({ role, name, cidr, interfaces }) => ({ role, name, cidr, interfaces })),
    drbd,
    vips: proposeVips(cib, networks),
    services: proposeServices(cib, firstOf(nodes, 'haproxyConfig'), drbd),
  };
}

function firstOf<K extends 'cib' | 'drbdConfig' | 'haproxyConfig'>(nodes: readonly ReadNode[], reading: K) {
  return nodes.map(({ view }) => valueIn(view, reading)).find((value) => value !== undefined);
}
