import { parseArgs } from 'node:util';
import type { KeyRotation } from '../credentials/key-rotation.js';
import { rotatedPurposes, type RotatedPurpose } from '../credentials/key-schedule.js';
import type { StoredKey } from '../credentials/key-store.js';

export type KeysCommand =
  | { readonly verb: 'list' }
  | { readonly verb: 'rotate'; readonly purposes: readonly RotatedPurpose[] }
  | { readonly verb: 'revoke'; readonly id: string }
  | { readonly verb: 'reseal' };

export const keysUsage = `Usage: npm run keys -- COMMAND

  list               every key there is, as one JSON object a line
  rotate [PURPOSE]   a successor for each kind of key, or for one: ${rotatedPurposes.join(', ')}.
                     It is published at once and used 15 minutes later; nobody is signed out
  revoke ID          for a key that somebody else has: forgets it, and begins another at once.
                     What it signed is refused, by every replica within a minute
  reseal             seals every key under SECRET_KEY, where some are under SECRET_KEY_PREVIOUS still
`;

/** Undefined for what is no command. */
export function parseKeysCommand(args: readonly string[]): KeysCommand | undefined {
  const [verb, what, ...more] = positionals(args);
  const purpose = rotatedPurposes.find((each) => each === what);
  if (more.length > 0) return undefined;
  if (verb === 'revoke') return what === undefined ? undefined : { verb, id: what };
  if (verb === 'rotate' && (purpose || what === undefined))
    return { verb, purposes: purpose ? [purpose] : rotatedPurposes };
  return what === undefined && (verb === 'list' || verb === 'reseal') ? { verb } : undefined;
}

function positionals(args: readonly string[]): readonly string[] {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, strict: true }).positionals;
  } catch {
    // An option: we have none.
    return [];
  }
}

/** What to print, one object a line; no secret is among it. Undefined where there is no such key to revoke. */
export async function runKeysCommand(
  command: KeysCommand,
  keys: KeyRotation,
  now: Date,
): Promise<readonly object[] | undefined> {
  switch (command.verb) {
    case 'list':
      return (await keys.list()).map((key, _, all) => ({ ...described(key), state: stateOf(key, all, now) }));
    case 'rotate': {
      const made: StoredKey[] = [];
      for (const purpose of command.purposes) made.push(await keys.rotate(purpose));
      return made.map((key) => ({ ...described(key), state: 'made' }));
    }
    case 'revoke': {
      const made = await keys.revoke(command.id);
      return (
        made && [
          { id: command.id, purpose: made.purpose, state: 'revoked' },
          { ...described(made), state: 'made' },
        ]
      );
    }
    case 'reseal':
      return [{ resealed: await keys.reseal() }];
    default:
      return command satisfies never;
  }
}

const described = ({ id, purpose, public: jwk, madeAt, activeFrom, retiredAt }: StoredKey) => ({
  id,
  purpose,
  ...(jwk && { alg: jwk['alg'] }),
  madeAt,
  activeFrom,
  ...(retiredAt && { retiredAt }),
});

function stateOf(key: StoredKey, all: readonly StoredKey[], now: Date): 'over' | 'upcoming' | 'active' | 'kept' {
  if (key.retiredAt && key.retiredAt <= now) return 'over';
  if (key.activeFrom > now) return 'upcoming';
  const younger = all.some(
    ({ purpose, activeFrom }) => purpose === key.purpose && activeFrom > key.activeFrom && activeFrom <= now,
  );
  return younger ? 'kept' : 'active';
}
