'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { usePreviewHandlers, usePreviewing } from '@/components/preview/preview-provider';
import { Button, type ButtonLook } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import type { AskedIntent } from '@/lib/plan/types';
import type { ChangeActions } from './change-actions';
import { useAction } from './use-action';
import { usePlanWords } from './use-plan-words';

interface Shared extends ButtonLook {
  readonly clusterId: string;
  readonly propose: ChangeActions['propose'];
}

/** Asking changes nothing: the plan is made and opened for review. */
export function useProposal({ clusterId, propose }: Pick<Shared, 'clusterId' | 'propose'>) {
  const router = useRouter();
  const { isBusy, error, run } = useAction();
  const ask = (intent: AskedIntent): void =>
    run(
      () => propose({ clusterId, intent }),
      (planId) => router.push(`/changes/${planId}`),
    );
  return { isBusy, error, ask };
}

function WithError({ error, children }: { readonly error: string; readonly children: ReactNode }) {
  return (
    <span className="inline-flex flex-col items-start gap-1">
      {children}
      <span role="status" className="text-[0.8667rem] text-critical empty:hidden">
        {error}
      </span>
    </span>
  );
}

/** A button that opens the plan of one change, and shows on hover and focus what it would do. */
export function ProposeButton({
  intent,
  children,
  look,
  size,
  ...target
}: Shared & { readonly intent: AskedIntent; readonly children: ReactNode }) {
  const words = usePlanWords();
  const { isBusy, error, ask } = useProposal(target);
  const handlers = usePreviewHandlers(intent);
  return (
    <WithError error={error}>
      <Button look={look} size={size} busy={isBusy} onClick={() => ask(intent)} {...handlers}>
        {isBusy ? words.say('proposing') : children}
      </Button>
    </WithError>
  );
}

/** A button that opens the plan of putting a node in standby, or of ending that. */
export function ProposeStandby({
  node,
  isStandby,
  ...target
}: Shared & { readonly node: string; readonly isStandby: boolean }) {
  const words = usePlanWords();
  return (
    <ProposeButton {...target} intent={{ kind: isStandby ? 'node-online' : 'node-standby', node }}>
      {words.say(isStandby ? 'propose-online' : 'propose-standby')}
    </ProposeButton>
  );
}

export interface Proposal {
  readonly id: string;
  readonly label: string;
  readonly intent: AskedIntent;
  /** Why it makes no sense now; shown, and not to be chosen. */
  readonly blocked?: string;
  /** Cannot be taken back. */
  readonly isDangerous?: boolean;
}

/** A menu of changes to one thing. Choosing one opens its plan. */
export function ProposeAny({
  label,
  proposals,
  children,
  look,
  size,
  ...target
}: Shared & {
  /** What the menu is about, for those who cannot see where it stands. */
  readonly label: string;
  readonly proposals: readonly Proposal[];
  readonly children: ReactNode;
}) {
  const words = usePlanWords();
  const { isBusy, error, ask } = useProposal(target);
  const previewing = usePreviewing();
  return (
    <WithError error={error}>
      <Menu
        label={label}
        {...(previewing ? { onInactive: previewing.end } : {})}
        items={proposals.map(({ id, label: text, intent, blocked, isDangerous }) => ({
          id,
          label: text,
          ...(isDangerous ? { danger: true } : {}),
          ...(blocked === undefined ? {} : { blocked }),
          onSelect: () => ask(intent),
          ...(previewing ? { onActive: (item: Element) => previewing.begin(intent, item) } : {}),
        }))}
        trigger={
          <Button look={look} size={size} busy={isBusy} aria-label={label}>
            {isBusy ? words.say('proposing') : children}
          </Button>
        }
      />
    </WithError>
  );
}

interface MoveProps extends Shared {
  readonly resource: string;
  /** Nodes it can go to: all of the cluster's, without the one it is on. */
  readonly nodes: readonly string[];
}

/** A menu of the nodes a resource, group or VIP can go to; with one such node, a button. */
export function ProposeMove({ resource, nodes, look, size, ...target }: MoveProps) {
  const words = usePlanWords();
  const [only, ...others] = nodes;
  if (only === undefined) return null;
  const intentTo = (node: string): AskedIntent => ({ kind: 'move-resource', resource, node });
  if (others.length === 0) {
    return (
      <ProposeButton {...target} look={look} size={size} intent={intentTo(only)}>
        {words.say('propose-move-to', { node: only })}
      </ProposeButton>
    );
  }
  return (
    <ProposeAny
      {...target}
      look={look}
      size={size}
      label={words.say('propose-menu', { resource })}
      proposals={nodes.map((node) => ({
        id: node,
        label: words.say('propose-move-to', { node }),
        intent: intentTo(node),
      }))}
    >
      {words.say('propose-move')}
    </ProposeAny>
  );
}
