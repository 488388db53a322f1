import type { ReactNode } from 'react';
import { IntlBoundary } from '@/app/_components/intl-boundary';

/** These screens have words of their own, which no other page need load. */
export default function Layout({ children }: { readonly children: ReactNode }) {
  return <IntlBoundary areas={['shell', 'ui', 'users']}>{children}</IntlBoundary>;
}
