'use client';

import { type KeyboardEvent, type RefObject, useCallback, useEffect } from 'react';

/**
 * One tab stop for the whole picture; arrow keys go to the nearest element in their direction, Home and End to the first
 * and last. The browser's own focus is the only state.
 */
export function useArrowKeys(root: RefObject<HTMLElement | null>, enabled: boolean) {
  // Whatever was drawn last, one element must be reachable by Tab.
  useEffect(() => {
    if (!enabled) return;
    const elements = navigable(root.current);
    if (elements.length > 0 && !elements.some((element) => element.tabIndex === 0))
      setStop(elements, elements[0]);
  });
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (!enabled || event.altKey || event.ctrlKey || event.metaKey) return;
      const elements = navigable(root.current);
      const current = elements.find((element) => element === document.activeElement);
      const next = current ? target(event.key, current, elements) : undefined;
      if (!next) return;
      event.preventDefault();
      setStop(elements, next);
      next.focus();
    },
    [root, enabled],
  );
  return { onKeyDown };
}

const navigable = (root: HTMLElement | null): HTMLElement[] => [
  ...(root?.querySelectorAll<HTMLElement>('[data-nav]') ?? []),
];

function setStop(elements: readonly HTMLElement[], stop: HTMLElement | undefined): void {
  for (const element of elements) element.tabIndex = element === stop ? 0 : -1;
}

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function target(
  key: string,
  current: HTMLElement,
  elements: readonly HTMLElement[],
): HTMLElement | undefined {
  if (key === 'Home') return elements[0];
  if (key === 'End') return elements[elements.length - 1];
  const way = WAYS[key];
  if (!way) return undefined;
  const here = centre(current);
  let best: HTMLElement | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const element of elements) {
    if (element === current) continue;
    const there = centre(element);
    const along = (there.x - here.x) * way[0] + (there.y - here.y) * way[1];
    const across = Math.abs((there.x - here.x) * way[1]) + Math.abs((there.y - here.y) * way[0]);
    // Staying in one's row or column matters more than being near.
    const cost = along + across * 3;
    if (along > 2 && cost < bestCost) {
      best = element;
      bestCost = cost;
    }
  }
  return best;
}

/** The sign at an element's left is what the eye takes for its place. */
function centre(element: HTMLElement): { readonly x: number; readonly y: number } {
  const box = element.getBoundingClientRect();
  return { x: box.left + Math.min(box.width / 2, 12), y: box.top + Math.min(box.height / 2, 16) };
}
