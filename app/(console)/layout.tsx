import type { ReactNode } from 'react';
import { IntlBoundary } from '@/app/_components/intl-boundary';
import { Wordmark } from '@/app/_components/wordmark';
import { LiveProvider } from '@/components/live/live-provider';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { listNavigation } from '@/lib/views/navigation';
import { Navigation } from './_shell/navigation';
import { ShellFrame } from './_shell/shell-frame';
import { UserMenu } from './_shell/user-menu';

/** Everything after the sign-in: navigation beside, one live channel for all pages. Pages check permissions themselves. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const actor = await requireActor();
  const [clusters, t] = await Promise.all([listNavigation(actor), getTranslations('shell')]);
  return (
    <IntlBoundary
      areas={[
        'apache',
        'drift',
        'findings',
        'forget',
        'hafs',
        'haproxy',
        'overview',
        'pacemaker',
        'plan',
        'screens',
        'services',
        'shell',
        'topology',
        'ui',
      ]}
    >
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-md focus:bg-accent focus:px-4 focus:py-2 focus:text-accent-ink"
      >
        {t('skip')}
      </a>
      <LiveProvider>
        <ShellFrame
          wordmark={<Wordmark />}
          navigation={<Navigation clusters={clusters} role={actor.role} />}
          user={<UserMenu name={actor.name} role={actor.role} />}
        >
          {children}
        </ShellFrame>
      </LiveProvider>
    </IntlBoundary>
  );
}
