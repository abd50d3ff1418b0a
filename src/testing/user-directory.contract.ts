import assert from 'node:assert/strict';
import type { UserDirectory, UsersWanted } from '../domain/ports/user-directory.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { EmailAddress } from '../domain/user/email-address.js';
import type { User } from '../domain/user/user.js';
import { aUser, anAddress, anId } from './builders.js';
import { contract, type Runner } from './contract.js';
import { keep } from './decisions.js';

/** A directory of an empty store, and whoever fills it. */
export interface DirectoryUnderTest {
  readonly directory: UserDirectory;
  readonly work: UnitOfWork;
  close(): Promise<void>;
}

const everybody: UsersWanted = { text: undefined, status: undefined, role: undefined, after: undefined, limit: 100 };
const ids = (users: readonly User[]): readonly string[] => users.map(({ id }) => id);

/** Finds who is there, a page at a time, and nobody twice. */
export function userDirectoryContract(name: string, open: () => Promise<DirectoryUnderTest>, runner?: Runner): void {
  const stage = async () => {
    const its = await open();
    const people = [
      aUser({ email: anAddress('ada') }),
      aUser({ email: anAddress('adam'), status: 'disabled' }),
      aUser(),
    ];
    await keep(its.work, ...people);
    people.sort((a, b) => (a.id < b.id ? -1 : 1));
    return { ...its, people, find: (wanted: Partial<UsersWanted>) => its.directory.find({ ...everybody, ...wanted }) };
  };
  const close = (its: DirectoryUnderTest) => its.close();
  contract<Awaited<ReturnType<typeof stage>>>(
    { port: 'UserDirectory', adapter: name, open: stage, close, opens: 'for each promise', runner },
    (it) => {
      it('finds everybody as they stand, in the order of their ids', async ({ people, find }) => {
        const found = await find({});
        assert.deepEqual(
          found.map((user) => user.snapshot()),
          people.map((user) => user.snapshot()),
        );
      });

      it('goes on behind whom it is told, until nobody is left', async ({ people, find }) => {
        const [first, second, third] = people;
        assert.deepEqual(ids(await find({ limit: 2 })), ids(people.slice(0, 2)));
        assert.deepEqual(ids(await find({ after: second?.id, limit: 2 })), [third?.id]);
        assert.deepEqual(ids(await find({ after: third?.id })), []);
        assert.equal((await find({ after: first?.id })).length, 2);
      });

      it('finds some characters of an address in any case, and takes none of them for a pattern', async ({ find }) => {
        const addresses = async (text: string) => (await find({ text })).map((user) => user.snapshot().email);
        assert.deepEqual((await addresses('ADA')).sort(), ['ada@example.org', 'adam@example.org']);
        for (const text of ['%', 'a_a', 'ada.*', "'", '\\']) assert.deepEqual(await addresses(text), [], text);
      });

      it('finds those of one standing', async ({ find }) => {
        assert.deepEqual(
          (await find({ status: 'disabled' })).map((user) => user.snapshot().email),
          ['adam@example.org'],
        );
      });

      it('finds those who have a role, and the deleted only where they are asked for', async ({ work, find }) => {
        const [admin, gone] = [aUser({ roles: ['admin'] }), aUser({ status: 'deleted', roles: ['auditor'] })];
        await keep(work, admin, gone);
        assert.deepEqual(ids(await find({ role: 'admin' })), [admin.id]);
        assert.deepEqual(ids(await find({ role: 'auditor' })), []);
        assert.deepEqual(ids(await find({ status: 'deleted' })), [gone.id]);
        assert.equal((await find({})).length, 4);
      });

      it('passes service accounts by: they are no people', async ({ work, people: [owner], find }) => {
        const account = aUser({
          email: EmailAddress.none(anId()),
          service: { owner: owner?.id ?? anId(), label: 'till' },
        });
        await keep(work, account);
        assert.equal((await find({})).length, 3);
      });
    },
  );
}
