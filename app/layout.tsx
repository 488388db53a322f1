import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { THEME_COOKIE, themeOf } from '@/lib/i18n/locale';
import { getReader } from '@/lib/i18n/server';
import { BootAgain } from './_components/boot-again';
import { ZoneReporter } from './_components/intl-provider';

export const metadata: Metadata = {
  title: { default: 'Haven', template: '%s · Haven' },
  robots: { index: false },
};
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

/**
 * Runs before the first paint: "as the system" is decided by the browser, so the server cannot write it without a flash.
 * The nonce is handed on to libraries that add style elements at run time (they look for `__webpack_nonce__`).
 */
const BOOT = `(function(r){globalThis.__webpack_nonce__=document.currentScript.nonce;
var m=matchMedia('(prefers-color-scheme: dark)');
function a(){if(r.dataset.choice==='system')r.dataset.theme=m.matches?'dark':'light'}
a();m.addEventListener('change',a)})(document.documentElement)`;

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const { locale, timeZone } = await getReader();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html
      lang={locale}
      data-choice={theme}
      data-theme={theme === 'dark' ? 'dark' : 'light'}
      suppressHydrationWarning
    >
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file, allowed by its nonce */}
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: BOOT }} suppressHydrationWarning />
      </head>
      <body className="min-h-dvh antialiased">
        {children}
        <ZoneReporter timeZone={timeZone} />
        <BootAgain />
      </body>
    </html>
  );
}
