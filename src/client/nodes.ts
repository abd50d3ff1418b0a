// What documents are made of, in few letters each: an application ships them, and runs no parser.

type Node = Readonly<Record<string, unknown>>;

export const name = (value: string): Node => ({ kind: 'Name', value });
export const type = (value: string): Node => ({ kind: 'NamedType', name: name(value) });
export const all = (selections: readonly Node[]): Node => ({ kind: 'SelectionSet', selections });
export const spread = (value: string): Node => ({ kind: 'FragmentSpread', name: name(value) });

export const field = (value: string, selections?: readonly Node[]): Node => ({
  kind: 'Field',
  name: name(value),
  ...(selections && { selectionSet: all(selections) }),
});

export const on = (member: string, selections: readonly Node[]): Node => ({
  kind: 'InlineFragment',
  typeCondition: type(member),
  selectionSet: all(selections),
});
