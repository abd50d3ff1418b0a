import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { PolicyExplanation } from '../../application/explain-policy.js';
import type { RulesWish, TargetWish } from '../../application/policy-target.js';
import { saidOf } from '../../domain/policies/said.js';
import { allRoles, type Role } from '../../domain/user/roles.js';
import type { MfaDemand } from '../../domain/policy.js';
import type { CommandNeeds } from './command-line.js';
import { Failure } from './failure.js';
import { form, withJson } from './form.js';
import type { Row } from './table.js';

const authority = { kind: 'operator' } as const;

/** Of whom a second factor is demanded. */
export function policyCommand(its: CommandNeeds): Command {
  const policy = new Command('policy').description('of whom a second factor is demanded, and what counts as one');
  for (const make of [showCommand, setCommand, removeCommand, dryRunCommand]) policy.addCommand(make(its));
  return policy;
}

const showCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(new Command('show').description('what is said; of one user, what holds and which entry says so'))
    .argument('[user]', 'an address or an id')
    .action(async (whom: string | undefined, _: unknown, command: Command) => {
      const { policy, client } = await desk.people();
      if (whom !== undefined) {
        const outcome = done(await policy.explain.execute({ authority, whom, client }), whom);
        if (outcome.status === 'explained') await terminal.print(explained(outcome.explanation), form(command));
        return;
      }
      const outcome = await policy.read.execute({ authority, client });
      if (outcome.status !== 'read') return;
      const { everybody, roles } = outcome.entries;
      const entries = allRoles.flatMap((role) => (roles[role] ? [{ of: `role:${role}`, ...saidOf(roles[role]) }] : []));
      const rows = [
        { of: 'deployment', ...saidOf(outcome.deployment) },
        ...(everybody ? [{ of: 'everybody', ...saidOf(everybody) }] : []),
        ...entries,
      ];
      await terminal.print(rows, form(command));
    });

interface RulesOptions {
  readonly mfa?: MfaDemand;
  readonly dueBy?: Date;
  readonly factors?: readonly string[];
  readonly mfaAge?: number;
  readonly trustedDevices?: 'on' | 'off';
}

const target = (): Argument =>
  new Argument('<whom>', 'everybody, role:admin, role:auditor, or a user by address or id').argParser(targetIn);

const ruled = (command: Command): Command =>
  withJson(command)
    .addArgument(target())
    .addOption(new Option('--mfa <demand>', 'whether it is asked for').choices(['off', 'optional', 'required']))
    .option('--due-by <moment>', 'from when on it is required (ISO 8601); at once where it is left out', moment)
    .option('--factors <kinds...>', 'totp, backup-code: kinds that may be enrolled and asked for')
    .option('--mfa-age <seconds>', 'how long a second factor counts: 300 to 2592000', wholeSeconds)
    .addOption(new Option('--trusted-devices <may>', 'skip it for a while').choices(['on', 'off']));

const wish = ({ dueBy, trustedDevices, mfa, factors, mfaAge }: RulesOptions): RulesWish => {
  return { mfa, mfaDueBy: dueBy, factors, mfaAge, trustedDevices: trustedDevices && trustedDevices === 'on' };
};

const setCommand = ({ desk, terminal }: CommandNeeds): Command =>
  ruled(new Command('set').description('says it, in place of what was said of them before')).action(
    async (whom: TargetWish, options: RulesOptions, command: Command) => {
      const { policy, client } = await desk.people();
      const outcome = done(
        await policy.set.execute({ authority, target: whom, rules: wish(options), client }),
        whom.user,
      );
      await terminal.print([{ of: named(whom), ...outcome }], form(command));
    },
  );

const removeCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(new Command('remove').description('takes back what is said of them'))
    .addArgument(target())
    .action(async (whom: TargetWish, _: unknown, command: Command) => {
      const { policy, client } = await desk.people();
      const outcome = done(await policy.set.execute({ authority, target: whom, rules: undefined, client }), whom.user);
      await terminal.print([{ of: named(whom), ...outcome }], form(command));
    });

const dryRunCommand = ({ desk, terminal }: CommandNeeds): Command =>
  ruled(new Command('dry-run').description('counts whom it would hit, and changes nothing')).action(
    async (whom: TargetWish, options: RulesOptions, command: Command) => {
      const { policy, client } = await desk.people();
      const outcome = done(
        await policy.dryRun.execute({ authority, target: whom, rules: wish(options), client }),
        whom.user,
      );
      if (outcome.status !== 'counted') return;
      const { byRole, ...counts } = outcome.reach;
      const asked = form(command);
      const roles = byRole.map(({ role = 'none', users, toEnrol }) => ({ role, users, toEnrol }));
      const { locksOut } = outcome;
      await terminal.print([{ ...counts, locksOut, ...(asked === 'json' && { byRole: roles }) }], asked);
      if (asked === 'json' || roles.length === 0) return;
      await terminal.write('\n');
      await terminal.print(roles, asked);
    },
  );

function explained({ id, email, decision, askedFor, mustEnrol, mustEnrolFrom }: PolicyExplanation): readonly Row[] {
  const { mfa, factors, mfaAge, trustedDevices } = decision;
  const {
    mfa: demand,
    mfaDueBy,
    ...rest
  } = saidOf({
    mfa: mfa.value,
    factors: factors.value,
    mfaAge: mfaAge.value,
    trustedDevices: trustedDevices.value,
  });
  const by = ({ by: found }: typeof mfa | typeof factors | typeof mfaAge | typeof trustedDevices): string =>
    found.scope === 'role' ? found.roles.map((role) => `role:${role}`).join(' ') : found.scope;
  return [
    {
      id,
      email,
      mfa: demand,
      mfaDueBy,
      mfaBy: by(mfa),
      factors: rest.factors,
      factorsBy: by(factors),
      mfaAge: rest.mfaAge,
      mfaAgeBy: by(mfaAge),
      trustedDevices: rest.trustedDevices,
      trustedDevicesBy: by(trustedDevices),
      askedFor,
      mustEnrol,
      mustEnrolFrom,
    },
  ];
}

const problems: Readonly<Record<string, string>> = {
  'says-nothing': 'Say something: --mfa, --factors, --mfa-age or --trusted-devices.',
  'no-authenticator': 'With backup codes alone nobody could enrol: name totp as well.',
  'unavailable-factor': 'There is no such factor: totp, backup-code.',
  'deadline-without-demand': '--due-by belongs to --mfa required.',
  'bad-age': '--mfa-age is from 300 to 2592000 seconds.',
};

function done<O extends { readonly status: string }>(outcome: O, whom: string | undefined): O {
  if (outcome.status === 'unknown') throw new Failure(`There is no user ${JSON.stringify(whom)}.`);
  if (outcome.status === 'locks-out')
    throw new Failure('This would lock the last administrator out: enrol a second factor first, or set a deadline.');
  if (outcome.status === 'rejected' && 'problem' in outcome)
    throw new Failure(problems[String(outcome.problem)] ?? 'This is no policy that could be kept.', 'usage');
  return outcome;
}

function targetIn(text: string): TargetWish {
  if (text === 'everybody') return {};
  if (!text.startsWith('role:')) return { user: text };
  const role = text.slice('role:'.length);
  if (!isRole(role)) throw new InvalidArgumentError(`It is no role: ${allRoles.join(', ')}.`);
  return { role };
}

const isRole = (text: string): text is Role => allRoles.some((role) => role === text);
const named = ({ role, user }: TargetWish): string => user ?? (role ? `role:${role}` : 'everybody');

function moment(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('It is no moment in ISO 8601.');
  return at;
}

function wholeSeconds(text: string): number {
  if (!/^[0-9]{1,7}$/.test(text)) throw new InvalidArgumentError('It is no number of seconds.');
  return Number(text);
}
