'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { EmptyState } from '@/components/ui/empty-state';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import { isInCidr } from '@/lib/base/address';
import { listIds } from '@/lib/pacemaker/cib-queries';
import type { SingleRequest } from '@/lib/pacemaker/configuration-edit';
import { isResourceName } from '@/lib/pacemaker/names';
import type { AskedIntent } from '@/lib/plan/types';
import { type FormProps, PlanDialog } from '../../drbd/_components/plan-dialog';
import { cibOf } from '../../resources/_components/cib-source';
import { PlacementTable, placementOf } from './placement-table';
import { vipsOf } from './vips-of';

interface Props extends Omit<FormProps, 'clusterId'> {
  readonly live: LiveClusterView;
  /** What it begins with. */
  readonly start?: { readonly address?: string; readonly name?: string; readonly nic?: string };
}

const prefixOf = (cidr: string): string => cidr.slice(cidr.indexOf('/') + 1);

/** A new VIP: its network first, and what every node that may hold it says to that while it is typed. */
export function NewVipDialog({ live, propose, onClose, start = {} }: Props) {
  const t = useTranslations('services');
  const networks = live.cluster.networks.filter(({ role }) => role === '1g' || role === '10g');
  const taken = listIds(cibOf(live)?.cib ?? { resources: [] });
  const [cidr, setCidr] = useState(networks[0]?.cidr ?? '');
  const [address, setAddress] = useState(start.address ?? '');
  const [nic, setNic] = useState(start.nic ?? '');
  const [apart, setApart] = useState('');
  const [name, setName] = useState(start.name ?? '');
  const network = networks.find((one) => one.cidr === cidr);
  const placement = placementOf(live, { address, cidr, ...(nic === '' ? {} : { nic }) }, network?.role);
  const own = [...new Set(placement.nodes.map((one) => one.nic))];
  const nics = [
    ...new Set(
      live.view.nodes.flatMap((node) =>
        (node.read('network').last?.interfaces ?? [])
          .filter((one) => one.kind !== 'loopback' && one.name !== 'lo')
          .map((one) => one.name),
      ),
    ),
  ];
  const isAddress = isInCidr(cidr, address);
  const nameError = taken.includes(name) ? t('nameTaken') : isResourceName(name) ? '' : t('nameInvalid');
  // Where the nodes' NICs have different names, the agent finds the right one by the network.
  const written = nic || (own.length === 1 ? own[0] : undefined);
  const create: SingleRequest = {
    kind: 'create-resource',
    resource: {
      id: name,
      agent: { class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' },
      params: { ip: address, cidr_netmask: prefixOf(cidr), ...(written ? { nic: written } : {}) },
      operations: [
        { name: 'start', interval: '0s', timeout: '60s' },
        { name: 'stop', interval: '0s', timeout: '60s' },
        { name: 'monitor', interval: '10s', timeout: '60s' },
      ],
      place: { kind: 'alone' },
    },
  };
  const intent: AskedIntent = {
    kind: 'edit-configuration',
    edit:
      apart === ''
        ? create
        : {
            kind: 'several',
            of: name,
            edits: [create, { kind: 'spread-vips', vip: name, apartFrom: apart }],
          },
  };
  return (
    <PlanDialog
      clusterId={live.cluster.id}
      propose={propose}
      onClose={onClose}
      title={t('newVipTitle')}
      description={t('newVipText')}
      wide
      intent={isAddress && nameError === '' ? intent : undefined}
    >
      {network ? (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField label={t('network')} value={cidr} onChange={({ target }) => setCidr(target.value)}>
              {networks.map((one) => (
                <option key={one.cidr} value={one.cidr}>
                  {t('networkOption', { role: one.role.toUpperCase(), cidr: one.cidr })}
                </option>
              ))}
            </SelectField>
            <TextField
              label={t('address')}
              hint={t('addressHint', { cidr })}
              error={address !== '' && !isAddress ? t('addressInvalid', { cidr }) : ''}
              value={address}
              spellCheck={false}
              autoComplete="off"
              onChange={({ target }) => setAddress(target.value.trim())}
            />
            <TextField
              label={t('vipName')}
              hint={t('vipNameHint')}
              error={name === '' ? '' : nameError}
              value={name}
              spellCheck={false}
              autoComplete="off"
              onChange={({ target }) => setName(target.value.trim())}
            />
            <SelectField label={t('nic')} value={nic} onChange={({ target }) => setNic(target.value)}>
              <option value="">{t('nicOwn')}</option>
              {nics.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </SelectField>
            <SelectField
              label={t('apart')}
              hint={t('apartHint')}
              value={apart}
              onChange={({ target }) => setApart(target.value)}
            >
              <option value="">{t('apartNone')}</option>
              {vipsOf(live).map((vip) => (
                <option key={vip.resourceId} value={vip.resourceId}>
                  {vip.resourceId} ({vip.address})
                </option>
              ))}
            </SelectField>
          </div>
          {isAddress ? <PlacementTable placement={placement} address={address} /> : null}
        </>
      ) : (
        <EmptyState compact title={t('noRoles')} />
      )}
    </PlanDialog>
  );
}
