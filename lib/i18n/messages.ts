import { planMessages } from '@/lib/plan/messages';
import { adopt } from './areas/adopt';
import { apache } from './areas/apache';
import { audit } from './areas/audit';
import { drift } from './areas/drift';
import { findings } from './areas/findings';
import { forget } from './areas/forget';
import { hafs } from './areas/hafs';
import { haproxy } from './areas/haproxy';
import { overview } from './areas/overview';
import { pacemaker } from './areas/pacemaker';
import { screens } from './areas/screens';
import { services } from './areas/services';
import { shell } from './areas/shell';
import { topology } from './areas/topology';
import { ui } from './areas/ui';
import { users } from './areas/users';
import { wall } from './areas/wall';
import { welcome } from './areas/welcome';
import type { Locale } from './define';

/**
 * All words, by area. A page sends the browser only the areas it uses, in one language; so this file belongs to the
 * server side and is never imported by a client component.
 */
export const AREAS = {
  adopt,
  apache,
  audit,
  drift,
  findings,
  forget,
  hafs,
  haproxy,
  overview,
  pacemaker,
  plan: planMessages,
  screens,
  services,
  shell,
  topology,
  ui,
  users,
  wall,
  welcome,
} as const;

export type Area = keyof typeof AREAS;
export type AreaMessages = Readonly<Record<Area, Readonly<Record<string, string>>>>;

/** The words of some areas in one language, as use-intl takes them. */
export function messagesFor(locale: Locale, areas: readonly Area[]): Partial<AreaMessages> {
  return Object.fromEntries(areas.map((area) => [area, AREAS[area][locale]]));
}

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    /** Keys are checked; a wrong one does not compile. */
    Messages: { readonly [A in Area]: Readonly<Record<keyof (typeof AREAS)[A]['en'], string>> };
  }
}
