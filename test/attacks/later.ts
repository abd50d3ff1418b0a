/** Attacks that nothing here can fall for yet, and what they come with. */
export const later: Readonly<Record<string, string>> = {};
