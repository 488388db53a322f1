'use client';

import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';

/** `-` can begin no resource's name: what lies under it never hides a resource. */
const PAGES = [
  { path: '', key: 'tabResources' },
  { path: '/-/rules', key: 'tabRules' },
  { path: '/-/options', key: 'tabOptions' },
  { path: '/-/fencing', key: 'tabFencing' },
] as const;

/** The four sides of Pacemaker's configuration, each with an address of its own. */
export function PacemakerTabs({ clusterId }: { readonly clusterId: string }) {
  const t = useTranslations('pacemaker');
  const pathname = usePathname();
  const base = `/clusters/${clusterId}/resources`;
  return (
    <nav aria-label={t('tabs')} className="mb-5 border-b border-line">
      <ul className="flex flex-wrap gap-1">
        {PAGES.map(({ path, key }) => {
          const href = `${base}${path}`;
          const isCurrent = pathname === href || (path !== '' && pathname.startsWith(`${href}/`));
          return (
            <li key={key}>
              <Link
                href={href}
                prefetch={false}
                aria-current={isCurrent ? 'page' : undefined}
                className={clsx(
                  '-mb-px inline-flex min-h-9 items-center border-b-2 px-3 text-[0.9333rem] no-underline hover:text-ink',
                  isCurrent ? 'border-accent font-semibold text-ink' : 'border-transparent text-ink-2',
                )}
              >
                {t(key)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
