type Node = Readonly<Record<string, unknown>>;

const pure = (call: string, ...given: readonly unknown[]): string =>
  // Nobody's bundler can know that a call does nothing but make a value, unless it is told.
  `/*#__PURE__*/ ${call}(${given.filter((each) => each !== undefined).join(', ')})`;

/** The source of a document's JSON, made of what `nodes.ts` has and written out where that has nothing. */
export function printedNodes(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printedNodes).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const node = value as Node;
  const { kind, name, selectionSet, typeCondition, ...rest } = node;
  const called = JSON.stringify((name as Node | undefined)?.['value']);
  const selections = selectionSet && printedNodes((selectionSet as Node)['selections']);
  if (kind === 'Name') return pure('name', JSON.stringify(node['value']));
  if (kind === 'NamedType') return pure('type', called);
  if (kind === 'SelectionSet') return pure('all', printedNodes(node['selections']));
  if (kind === 'FragmentSpread') return pure('spread', called);
  if (kind === 'Field' && Object.keys(rest).length === 0) return pure('field', called, selections);
  if (kind === 'InlineFragment' && typeCondition) {
    return pure('on', JSON.stringify(((typeCondition as Node)['name'] as Node)['value']), selections);
  }
  return `{${Object.entries(node)
    .map(([key, each]) => `${key}: ${printedNodes(each)}`)
    .join(', ')}}`;
}
