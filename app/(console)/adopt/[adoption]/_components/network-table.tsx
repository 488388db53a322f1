'use client';

import { useLocale, useTranslations } from 'use-intl';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { formatSpeed } from '@/lib/base/format';
import type { AdoptionState } from '@/lib/inventory/adoption';

type Network = NonNullable<AdoptionState['proposal']>['networks'][number];

const ROLES = ['1g', '10g', 'management', 'other'] as const;
/** Ids that the control plane writes (server/adopt/propose-networks). */
const REASONS = [
  'speed-10g',
  'speed-1g',
  'carries-drbd',
  'carries-corosync',
  'carries-vip',
  'carries-default-route',
  'carries-ssh',
  'carries-nothing',
] as const;

/** Uncontrolled fields `role CIDR` and `name CIDR`: polling must not overwrite what a person is choosing. */
export function NetworkTable({ networks }: { readonly networks: readonly Network[] }) {
  const t = useTranslations('adopt');
  const head = ['network', 'role', 'name', 'interfaces', 'speed', 'why'] as const;
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-[0.9333rem]">
        <thead>
          <tr className="border-b border-line text-left text-[0.8rem] text-ink-3">
            {head.map((key) => (
              <th key={key} scope="col" className="px-2 py-1.5 font-medium">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {networks.map((network) => (
            <Row key={network.cidr} network={network} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ network }: { readonly network: Network }) {
  const t = useTranslations('adopt');
  const locale = useLocale();
  const { cidr, role, name, interfaces, speedMbps, reasons } = network;
  const why = reasons.map((reason) => {
    const known = REASONS.find((each) => each === reason);
    return known ? t(`reason-${known}`) : t('reasonOther');
  });
  return (
    <tr className="border-b border-line align-top last:border-b-0">
      <th scope="row" className="px-2 py-2 text-left font-medium">
        <code className="whitespace-nowrap">{cidr}</code>
      </th>
      <td className="min-w-60 px-2 py-1.5">
        <Select name={`role ${cidr}`} defaultValue={role} aria-label={`${t('role')} ${cidr}`}>
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {t(`role-${each}`)}
            </option>
          ))}
        </Select>
      </td>
      <td className="min-w-32 px-2 py-1.5">
        <Input
          name={`name ${cidr}`}
          defaultValue={name}
          required
          maxLength={60}
          aria-label={`${t('name')} ${cidr}`}
        />
      </td>
      <td className="px-2 py-2">
        {Object.entries(interfaces).map(([node, nic]) => (
          <span key={node} className="block whitespace-nowrap">
            {node} <code>{nic}</code>
          </span>
        ))}
      </td>
      <td className="num px-2 py-2 whitespace-nowrap">
        {speedMbps === undefined ? t('speedUnknown') : formatSpeed(speedMbps, locale)}
      </td>
      <td className="px-2 py-2 text-ink-2">{why.join(', ')}</td>
    </tr>
  );
}
