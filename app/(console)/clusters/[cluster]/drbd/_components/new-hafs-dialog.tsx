'use client';

import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import { formatBytes } from '@/lib/base/format';
import { isDeviceRoom } from '@/lib/host/candidate-disks';
import type { HafsPlace } from '@/lib/plan/hafs-intents';
import {
  addressOf,
  type Choice,
  choicesOf,
  type Draft,
  freeMinor,
  freePort,
  intentOf,
  MIB,
  placeIn,
  roomMib,
  roomOf,
  takenNames,
  wrongIn,
} from './new-hafs-defaults';
import { NewHafsPreview } from './new-hafs-preview';
import { generationIn } from './options-dialog';
import { type FormProps, PlanDialog } from './plan-dialog';
import { useStorage } from './use-storage';

interface Props extends FormProps {
  readonly live: LiveClusterView;
}

/** Waits for the nodes' LVM: without it nothing is proposed. */
export function NewHafsDialog({ live, ...form }: Props) {
  const t = useTranslations('hafs');
  const storage = useStorage(live.cluster.id);
  const found = storage && choicesOf(storage);
  if (found && found.choices.length >= 2)
    return <NewHafsForm live={live} choices={found.choices} {...form} />;
  return (
    <PlanDialog {...form} title={t('newTitle')} description={t('newText')} intent={undefined}>
      <p role="status">
        {found
          ? t('unread', { nodes: live.cluster.nodes.map((node) => node.name).join(', ') })
          : t('reading')}
      </p>
    </PlanDialog>
  );
}

function NewHafsForm({ live, choices, ...form }: Props & { readonly choices: readonly Choice[] }) {
  const t = useTranslations('hafs');
  const locale = useLocale();
  const [draft, setDraft] = useState<Draft>(() => proposed(live, choices));
  const set = (change: Partial<Draft>): void => setDraft((before) => ({ ...before, ...change }));
  const most = roomMib(draft.places.flatMap((place) => roomOf(place, choices) ?? []));
  const wrong = wrongIn(draft, takenNames(live), most);
  const setPlace = (changed: HafsPlace): void =>
    set({ places: draft.places.map((place) => (place.node === changed.node ? changed : place)) });
  return (
    <PlanDialog
      {...form}
      wide
      title={t('newTitle')}
      description={t('newText')}
      intent={intentOf(draft, wrong)}
    >
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          error={wrong.name && draft.name !== '' ? t('nameError') : undefined}
          value={draft.name}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) =>
            set({
              name: target.value,
              ...(draft.mountPoint === `/srv/${draft.name}` ? { mountPoint: `/srv/${target.value}` } : {}),
            })
          }
        />
        <TextField
          label={t('size')}
          hint={t('sizeHint', { free: formatBytes(most * MIB, locale) })}
          error={wrong.size ? t('sizeError', wrong.size) : undefined}
          inputMode="numeric"
          value={draft.sizeMib}
          onChange={({ target }) => set({ sizeMib: target.value })}
        />
        {draft.places.map((place) => (
          <PlaceFields
            key={place.node}
            place={place}
            choices={choices}
            isWrong={wrong.address.includes(place.node)}
            onChange={setPlace}
          />
        ))}
        <TextField
          label={t('mountPoint')}
          hint={t('mountPointHint')}
          error={wrong.mountPoint && draft.name !== '' ? t('mountPointError') : undefined}
          value={draft.mountPoint}
          spellCheck={false}
          onChange={({ target }) => set({ mountPoint: target.value })}
        />
        <SelectField
          label={t('filesystem')}
          hint={t('filesystemHint')}
          value={draft.filesystem}
          onChange={({ target }) => set({ filesystem: target.value === 'xfs' ? 'xfs' : 'ext4' })}
        >
          <option>xfs</option>
          <option>ext4</option>
        </SelectField>
        <TextField
          label={t('port')}
          hint={t('portHint')}
          inputMode="numeric"
          value={`${draft.port}`}
          onChange={({ target }) => set({ port: Number(target.value.replace(/\D/g, '').slice(0, 5)) || 0 })}
        />
        <RuleFields live={live} draft={draft} onChange={set} />
      </div>
      <NewHafsPreview draft={draft} />
    </PlanDialog>
  );
}

function PlaceFields({
  place,
  choices,
  isWrong,
  onChange,
}: {
  readonly place: HafsPlace;
  readonly choices: readonly Choice[];
  readonly isWrong: boolean;
  readonly onChange: (changed: HafsPlace) => void;
}) {
  const t = useTranslations('hafs');
  const locale = useLocale();
  const { node } = place;
  const choice = choices.find((one) => one.node === node);
  const choose = (on: string): void => {
    const room = choice?.rooms.find((one) => one.on === on);
    if (choice && room) onChange({ node, ...placeIn(choice, room), address: place.address });
  };
  return (
    <>
      <SelectField
        label={t('groupOn', { node })}
        hint={place.disk === undefined ? undefined : t('deviceHint', { group: place.group })}
        value={place.disk ?? place.group}
        onChange={({ target }) => choose(target.value)}
      >
        {(choice?.rooms ?? []).map((room) => (
          <option key={room.on} value={room.on}>
            {t(isDeviceRoom(room) ? 'deviceFree' : 'groupFree', {
              on: room.on,
              free: formatBytes(room.freeBytes, locale),
            })}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('address', { node })}
        hint={t('addressHint')}
        error={isWrong ? t('addressError') : undefined}
        value={place.address}
        onChange={({ target }) => onChange({ ...place, address: target.value.trim() })}
      />
    </>
  );
}

/** What holds while it runs. Each default is the one reference and experience recommend, with its reason beside it. */
function RuleFields({
  live,
  draft,
  onChange,
}: {
  readonly live: LiveClusterView;
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}) {
  const t = useTranslations('hafs');
  const mayHaveQuorum = generationIn(live) === '9' && draft.places.length >= 3;
  return (
    <>
      <SelectField
        label={t('protocol')}
        hint={t('protocolHint')}
        value={draft.protocol}
        onChange={({ target }) => onChange({ protocol: target.value as Draft['protocol'] })}
      >
        <option>C</option>
        <option>B</option>
        {mayHaveQuorum ? <option>A</option> : null}
      </SelectField>
      <SelectField
        label={t('protection')}
        hint={t('protectionHint')}
        value={draft.protection}
        onChange={({ target }) => onChange({ protection: target.value === 'quorum' ? 'quorum' : 'fencing' })}
      >
        <option value="fencing">fencing</option>
        {mayHaveQuorum ? <option value="quorum">quorum</option> : null}
      </SelectField>
      <SelectField
        label={t('source')}
        hint={t('sourceHint')}
        value={draft.source}
        onChange={({ target }) => onChange({ source: target.value })}
      >
        {draft.places.map(({ node }) => (
          <option key={node}>{node}</option>
        ))}
      </SelectField>
      <SelectField
        label={t('firstSync')}
        value={draft.firstSync}
        onChange={({ target }) =>
          onChange({ firstSync: target.value === 'full' ? 'full' : 'both-read-as-zeros' })
        }
      >
        <option value="full">{t('syncFull')}</option>
        <option value="both-read-as-zeros">{t('syncSkip')}</option>
      </SelectField>
    </>
  );
}

/** Two copies: the pair with most room. A third node is a choice for later, by the person who has one. */
function proposed(live: LiveClusterView, choices: readonly Choice[]): Draft {
  const chosen = choices
    .flatMap((choice) => {
      // A group that is there already comes before a drive that somebody may have other plans for.
      const largest = choice.rooms.find((room) => !isDeviceRoom(room)) ?? choice.rooms[0];
      return largest ? [{ choice, node: choice.node, largest }] : [];
    })
    .toSorted((a, b) => roomMib([b.largest]) - roomMib([a.largest]))
    .slice(0, 2)
    .toSorted((a, b) => (a.node < b.node ? -1 : 1));
  const places = chosen.map(({ choice, node, largest }) => ({
    node,
    ...placeIn(choice, largest),
    address: addressOf(live, node),
  }));
  return {
    name: '',
    // Half of the room: growing is easy, making smaller is not possible.
    sizeMib: `${Math.floor(roomMib(chosen.map((one) => one.largest)) / 2)}`,
    mountPoint: '/srv/',
    filesystem: 'ext4',
    protocol: 'C',
    protection: 'fencing',
    source: places[0]?.node ?? '',
    firstSync: 'full',
    port: freePort(live),
    minor: freeMinor(live),
    places,
  };
}
