'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { EditedOperation } from '@/lib/pacemaker/operation-form';
import { isOperationTime } from '@/lib/pacemaker/operation-form';

interface Props {
  readonly operations: readonly EditedOperation[];
  readonly onChange: (operations: readonly EditedOperation[]) => void;
}

const NAMES = [
  'start',
  'stop',
  'monitor',
  'promote',
  'demote',
  'notify',
  'reload',
  'migrate_to',
  'migrate_from',
];
const ON_FAIL = ['ignore', 'block', 'demote', 'stop', 'restart', 'standby', 'fence'];

/** A key that no operation has. */
function freeKey(operations: readonly EditedOperation[]): string {
  let number = operations.length;
  while (operations.some(({ key }) => key === `new ${number}`)) number += 1;
  return `new ${number}`;
}

/** Operations in a table that is written in place. An empty time leaves it to the defaults. */
export function OperationsEditor({ operations, onChange }: Props) {
  const t = useTranslations('pacemaker');
  const change = (key: string, set: Partial<EditedOperation>) =>
    onChange(operations.map((one) => (one.key === key ? { ...one, ...set } : one)));
  const head = 'px-1 py-1 text-left text-[0.8rem] font-medium text-ink-3';
  return (
    <div>
      <div className="overflow-x-auto">
        <table className="w-full min-w-[36rem]">
          <caption className="sr-only">{t('operations')}</caption>
          <thead>
            <tr>
              <th scope="col" className={head}>
                {t('operation')}
              </th>
              <th scope="col" className={head}>
                {t('interval')}
              </th>
              <th scope="col" className={head}>
                {t('timeout')}
              </th>
              <th scope="col" className={head}>
                {t('onFail')}
              </th>
              <th scope="col" className={head}>
                <span className="sr-only">{t('remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {operations.map((one) => (
              <Row
                key={one.key}
                operation={one}
                onChange={(set) => change(one.key, set)}
                onRemove={() => onChange(operations.filter(({ key }) => key !== one.key))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Button
        look="quiet"
        size="sm"
        className="mt-1"
        onClick={() =>
          onChange([
            ...operations,
            {
              key: freeKey(operations),
              name: 'monitor',
              interval: '',
              timeout: '',
              onFail: '',
            },
          ])
        }
      >
        <Plus aria-hidden className="size-4" />
        {t('addOperation')}
      </Button>
    </div>
  );
}

function Row({
  operation: { name, interval, timeout, role, onFail },
  onChange,
  onRemove,
}: {
  readonly operation: EditedOperation;
  readonly onChange: (set: Partial<EditedOperation>) => void;
  readonly onRemove: () => void;
}) {
  const t = useTranslations('pacemaker');
  const what = role ? `${name} ${role}` : name;
  const label = (field: string) => t('operationField', { operation: what, field });
  const cell = 'px-1 py-1 align-top';
  return (
    <tr>
      <td className={cell}>
        <span className="flex items-center gap-2">
          <Select
            aria-label={t('operation')}
            value={name}
            onChange={({ target }) => onChange({ name: target.value })}
          >
            {[...new Set([...NAMES, name])].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </Select>
          {role ? <span className="text-[0.8rem] text-ink-3">{role}</span> : null}
        </span>
      </td>
      <td className={cell}>
        <Input
          aria-label={label(t('interval'))}
          aria-invalid={!isOperationTime(interval) || undefined}
          value={interval}
          placeholder={name === 'monitor' ? '60s' : '0s'}
          onChange={({ target }) => onChange({ interval: target.value })}
        />
      </td>
      <td className={cell}>
        <Input
          aria-label={label(t('timeout'))}
          aria-invalid={!isOperationTime(timeout) || undefined}
          value={timeout}
          placeholder="20s"
          onChange={({ target }) => onChange({ timeout: target.value })}
        />
      </td>
      <td className={cell}>
        <Select
          aria-label={label(t('onFail'))}
          value={onFail}
          onChange={({ target }) => onChange({ onFail: target.value as EditedOperation['onFail'] })}
        >
          <option value="">{t('byDefault')}</option>
          {ON_FAIL.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Select>
      </td>
      <td className={cell}>
        <Button
          look="quiet"
          size="icon"
          aria-label={t('removeOperation', { operation: what })}
          onClick={onRemove}
        >
          <X aria-hidden className="size-4" />
        </Button>
      </td>
    </tr>
  );
}
