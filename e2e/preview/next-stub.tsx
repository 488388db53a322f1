import type { ComponentProps } from 'react';

/** Stands in for `next/link` and `next/navigation` in pictures. */
export default function Link({
  href,
  prefetch: _prefetch,
  ...rest
}: ComponentProps<'a'> & { readonly prefetch?: boolean }) {
  return <a href={String(href)} {...rest} />;
}

const router = {
  push: () => undefined,
  replace: () => undefined,
  refresh: () => undefined,
  back: () => undefined,
  prefetch: () => undefined,
};
export const useRouter = () => router;
const screen =
  new URLSearchParams(typeof location === 'undefined' ? '' : location.search).get('screen') ?? '';
const IN_CLUSTER = /^(topology|drbd|haproxy|networks|nodes|resources)$/;
export const usePathname = () => {
  if (IN_CLUSTER.test(screen)) return `/clusters/cl-main/${screen}`;
  if (/^node\d/.test(screen)) return `/clusters/cl-main/nodes/${screen}`;
  if (screen === 'overview') return '/';
  return `/${screen.replace(/^change-/, 'changes/').replace(/^adopt-/, 'adopt/')}`;
};
const search = new URLSearchParams(typeof location === 'undefined' ? '' : location.search);
export const useSearchParams = () => search;
export const useParams = () => ({ cluster: 'cl-main', node: 'node1' });
export const redirect = () => undefined;
export const notFound = () => undefined;
