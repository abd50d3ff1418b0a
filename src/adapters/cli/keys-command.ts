import { Argument, Command } from 'commander';
import type { KeyRotation } from '../credentials/key-rotation.js';
import { rotatedPurposes, type RotatedPurpose } from '../credentials/key-schedule.js';
import type { StoredKey } from '../credentials/key-store.js';
import type { CommandNeeds } from './command-line.js';
import { Failure } from './failure.js';
import { form, withJson } from './form.js';
import type { Row } from './table.js';

export type KeysCommand =
  | { readonly verb: 'list' }
  | { readonly verb: 'rotate'; readonly purposes: readonly RotatedPurpose[] }
  | { readonly verb: 'revoke'; readonly id: string }
  | { readonly verb: 'reseal' };

/** What an operator does to the keys that all replicas share. */
export function keysCommand({ desk, terminal }: CommandNeeds): Command {
  const keys = new Command('keys').description('the keys that all replicas share');
  const run = async (wanted: KeysCommand, command: Command): Promise<void> => {
    const rows = await runKeysCommand(wanted, await desk.keys(), desk.now());
    if (!rows)
      throw new Failure('There is no such key that could be revoked: see `keys list`; the index key has no successor.');
    await terminal.print(rows, form(command));
  };
  const verb = (name: string, says: string): Command => withJson(keys.command(name).description(says));

  verb('list', 'every key there is, the youngest first').action((_: unknown, command: Command) =>
    run({ verb: 'list' }, command),
  );
  verb(
    'rotate',
    'a successor for each kind of key, or for one; published at once, used 15 minutes later; nobody is signed out',
  )
    .addArgument(new Argument('[purpose]', 'one kind of key').choices(rotatedPurposes))
    .action((purpose: RotatedPurpose | undefined, _: unknown, command: Command) =>
      run({ verb: 'rotate', purposes: purpose ? [purpose] : rotatedPurposes }, command),
    );
  verb(
    'revoke',
    'for a key that somebody else has: forgets it and begins another; what it signed is refused within a minute',
  )
    .argument('<id>', 'as `keys list` has it')
    .action((id: string, _: unknown, command: Command) => run({ verb: 'revoke', id }, command));
  verb('reseal', 'seals every key under SECRET_KEY, where some are under SECRET_KEY_PREVIOUS still').action(
    (_: unknown, command: Command) => run({ verb: 'reseal' }, command),
  );
  return keys;
}

/** What to print, one object a line; no secret is among it. Undefined where there is no such key to revoke. */
export async function runKeysCommand(
  command: KeysCommand,
  keys: KeyRotation,
  now: Date,
): Promise<readonly Row[] | undefined> {
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
