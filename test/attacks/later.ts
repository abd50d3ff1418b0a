/** Attacks that nothing here can fall for yet, and what they come with. */
export const later: Readonly<Record<string, string>> = {
  E05: 'a password cannot be changed or reset yet',
  E16: 'the flow that resets a password comes later; sessions and challenges cannot stand in for each other ([B01], [B02])',
};
