/** Languages in which people are written to, in the order in which they are offered; the first is for everybody else. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];
export const usualLanguage: Language = 'en';
