'use client';

import {
  createContext,
  type FocusEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLiveClient, useLiveDerived } from '@/components/live/live-provider';
import type { LiveState } from '@/lib/live/protocol';
import { canonicalJson } from '@/lib/plan/canonical';
import type { AskedIntent, Plan } from '@/lib/plan/types';

/**
 * What the action under the pointer would do. One preview per screen: pointing at an action or moving the focus to it
 * asks for it, leaving it forgets it. Nothing is stored for it anywhere.
 */
export type Preview = {
  readonly intent: AskedIntent;
  /** The action stands in the lower half of the window. */
  readonly isLow: boolean;
} & (
  | { readonly state: 'asking' }
  /** `isStale`: the cluster has moved since; it is being asked again. */
  | { readonly state: 'shown'; readonly plan: Plan; readonly seenAt: number; readonly isStale: boolean }
  | {
      readonly state: 'failed';
      readonly error: string;
      readonly params: Readonly<Record<string, string>>;
    }
);

interface Channel {
  readonly preview: Preview | undefined;
  /** @param at where the action stands, to keep clear of it */
  readonly begin: (intent: AskedIntent, at?: Element) => void;
  readonly end: () => void;
}

const PreviewContext = createContext<Channel | null>(null);

/** A pointer that only passes by asks for nothing. Longer feels dead, shorter asks the cluster for every crossing. */
const HOVER_INTENT_MS = 250;
/** From one entry of a menu to the next nothing flickers. */
const LINGER_MS = 160;
/** A cluster in motion is asked again once it has been still for this long. */
const STALE_PAUSE_MS = 600;

export function PreviewProvider({
  clusterId,
  children,
}: {
  readonly clusterId: string;
  readonly children: ReactNode;
}) {
  const client = useLiveClient();
  const [preview, setPreview] = useState<Preview | undefined>();
  const wanted = useRef<AskedIntent | undefined>(undefined);
  const isLow = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const ask = useCallback(
    (intent: AskedIntent) => {
      setPreview((old) =>
        old?.state === 'shown' && isSameIntent(old.intent, intent)
          ? { ...old, isStale: true }
          : { intent, isLow: isLow.current, state: 'asking' },
      );
      void client.preview({ clusterId, intent }).then((answer) => {
        if (!wanted.current || !isSameIntent(wanted.current, intent)) return;
        if ('error' in answer) {
          if (answer.error === 'superseded') return;
          setPreview({
            intent,
            isLow: isLow.current,
            state: 'failed',
            error: answer.error,
            params: answer.params ?? {},
          });
          return;
        }
        setPreview({
          intent,
          isLow: isLow.current,
          state: 'shown',
          plan: answer.plan as Plan,
          seenAt: answer.seenAt,
          isStale: false,
        });
      });
    },
    [client, clusterId],
  );
  const begin = useCallback(
    (intent: AskedIntent, at?: Element) => {
      clearTimeout(timer.current);
      if (wanted.current && isSameIntent(wanted.current, intent)) return;
      wanted.current = intent;
      const box = at?.getBoundingClientRect();
      isLow.current = box !== undefined && box.top + box.height / 2 > window.innerHeight / 2;
      timer.current = setTimeout(() => ask(intent), HOVER_INTENT_MS);
    },
    [ask],
  );
  const end = useCallback(() => {
    clearTimeout(timer.current);
    if (!wanted.current) return;
    wanted.current = undefined;
    client.endPreview();
    timer.current = setTimeout(() => setPreview(undefined), LINGER_MS);
  }, [client]);
  useEffect(() => end, [end]);

  useAskAgain(clusterId, preview, wanted, ask);
  const channel = useMemo(() => ({ preview, begin, end }), [preview, begin, end]);
  return <PreviewContext value={channel}>{children}</PreviewContext>;
}

const isSameIntent = (a: AskedIntent, b: AskedIntent): boolean =>
  a === b || canonicalJson(a) === canonicalJson(b);

/** The state moved while somebody looks: what is shown is marked, and asked for again. */
function useAskAgain(
  clusterId: string,
  preview: Preview | undefined,
  wanted: { readonly current: AskedIntent | undefined },
  ask: (intent: AskedIntent) => void,
): void {
  const stamp = useLiveDerived((state) => stampOf(state, clusterId), isSameStamp);
  const seen = useRef<{ readonly plan: Plan; readonly stamp: readonly unknown[] } | undefined>(undefined);
  useEffect(() => {
    if (preview?.state !== 'shown') {
      seen.current = undefined;
      return;
    }
    if (seen.current?.plan !== preview.plan) {
      seen.current = { plan: preview.plan, stamp };
      return;
    }
    if (isSameStamp(seen.current.stamp, stamp)) return;
    const again = setTimeout(() => {
      if (wanted.current) ask(wanted.current);
    }, STALE_PAUSE_MS);
    return () => clearTimeout(again);
  }, [preview, stamp, wanted, ask]);
}

/** Readings that a prediction stands on: the same objects mean that nothing moved. */
function stampOf({ items }: LiveState, clusterId: string): readonly unknown[] {
  const watched = ['pacemaker', 'drbd', 'corosync'];
  return Object.entries(items)
    .filter(([key]) => key.startsWith(`${clusterId}/`) && watched.includes(key.split('/')[2] ?? ''))
    .map(([, { observation }]) => (observation.state === 'known' ? observation.value : observation.state));
}

const isSameStamp = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, index) => Object.is(one, b[index]));

/** What is looked at now; nothing where no preview can be shown. */
export const usePreview = (): Preview | undefined => useContext(PreviewContext)?.preview;

/** For menus and buttons that tell themselves when an action is pointed at. */
export function usePreviewing(): Pick<Channel, 'begin' | 'end'> | undefined {
  const channel = useContext(PreviewContext);
  return channel ? { begin: channel.begin, end: channel.end } : undefined;
}

/** What an action needs to show on hover and focus what it would do. */
export function usePreviewHandlers(intent: AskedIntent) {
  const channel = useContext(PreviewContext);
  if (!channel) return {};
  const { begin, end } = channel;
  return {
    onPointerEnter: ({ currentTarget }: PointerEvent<HTMLElement>) => begin(intent, currentTarget),
    onPointerLeave: end,
    // A click brings the focus too, but then the plan itself is on its way.
    onFocus: ({ currentTarget }: FocusEvent<HTMLElement>) => {
      if (currentTarget.matches(':focus-visible')) begin(intent, currentTarget);
    },
    onBlur: end,
  };
}
