import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** What a document asks for, its fragments spread out. */
export interface Weight {
  /** Fields at their price and fragments at 1, each as often as it would be looked at. */
  readonly cost: number;
  readonly aliases: number;
  /** Fields inside fields; `Infinity` where fragments go round in a circle. */
  readonly depth: number;
  /** Mutations that judge or make a secret, under whatever alias. */
  readonly secrets: number;
}

/** Field names that weigh more than others; no two types share one of them. */
export interface Prices {
  readonly costs: ReadonlyMap<string, number>;
  readonly secrets: ReadonlySet<string>;
}

const nothing: Weight = { cost: 0, aliases: 0, depth: 0, secrets: 0 };
const endless: Weight = { cost: Infinity, aliases: 0, depth: Infinity, secrets: 0 };

const sum = (a: Weight, b: Weight): Weight => ({
  cost: a.cost + b.cost,
  aliases: a.aliases + b.aliases,
  depth: Math.max(a.depth, b.depth),
  secrets: a.secrets + b.secrets,
});

/**
 * Weighs all operations and all fragments together, used or not: validation looks at every one of them. Each fragment
 * is weighed once, so fragments that double one another cost no more than they are long.
 */
export function weigh(document: DocumentNode, { costs, secrets }: Prices): Weight {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const weighed = new Map<string, Weight>();

  const ofFragment = (name: string): Weight => {
    const known = weighed.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return nothing;
    // Whoever comes by here before it is weighed has gone round in a circle.
    weighed.set(name, endless);
    const weight = ofSet(fragment.selectionSet);
    weighed.set(name, weight);
    return weight;
  };

  const ofSet = (set: SelectionSetNode): Weight =>
    set.selections.reduce((total, selection) => {
      // prettier-ignore
      switch (selection.kind) {
        case Kind.FRAGMENT_SPREAD: return sum(total, within(ofFragment(selection.name.value)));
        case Kind.INLINE_FRAGMENT: return sum(total, within(ofSet(selection.selectionSet)));
        case Kind.FIELD:           break;
        default:                   return selection satisfies never;
      }
      const inside = selection.selectionSet ? ofSet(selection.selectionSet) : nothing;
      return sum(total, {
        cost: inside.cost + (costs.get(selection.name.value) ?? 1),
        aliases: inside.aliases + (selection.alias ? 1 : 0),
        depth: inside.depth + 1,
        secrets: inside.secrets + (secrets.has(selection.name.value) ? 1 : 0),
      });
    }, nothing);

  const asked = sets(document, Kind.OPERATION_DEFINITION).map(ofSet).reduce(sum, nothing);
  // By definition, not by name: of two with one name, validation looks at both before it refuses them.
  const spare = sets(document, Kind.FRAGMENT_DEFINITION).map(ofSet);
  return {
    ...asked,
    cost: Math.max(asked.cost, ...spare.map(({ cost }) => cost)),
    depth: Math.max(asked.depth, ...spare.map(({ depth }) => depth)),
  };
}

const sets = (
  document: DocumentNode,
  kind: Kind.OPERATION_DEFINITION | Kind.FRAGMENT_DEFINITION,
): readonly SelectionSetNode[] =>
  document.definitions.flatMap((each) => (each.kind === kind && 'selectionSet' in each ? [each.selectionSet] : []));

const within = (fragment: Weight): Weight => ({ ...fragment, cost: fragment.cost + 1 });
