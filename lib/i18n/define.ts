export type Locale = 'ko' | 'en';
export const LOCALES: readonly Locale[] = ['ko', 'en'];

/**
 * One area's words in both languages (ICU message syntax). A key missing or left over in Korean fails the type check,
 * which fails the build.
 */
export function defineMessages<const E extends Record<string, string>>(
  en: E,
  ko: { readonly [K in keyof E]: string },
): { readonly en: { readonly [K in keyof E]: string }; readonly ko: { readonly [K in keyof E]: string } } {
  return { en, ko };
}
