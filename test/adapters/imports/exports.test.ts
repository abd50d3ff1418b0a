import { expect } from 'chai';
import { jsonRows, type RawRow } from '../../../src/adapters/imports/json-rows.js';
import { exportRow, userIdOf } from '../../../src/adapters/imports/row.js';
import { sources } from '../../../src/adapters/imports/sources.js';
import type { ExportRow } from '../../../src/application/import-users.js';
import { Secret } from '../../../src/domain/secret.js';
import { betterAuthExport, keycloakExport } from '../../support/foreign-services.js';

async function* pieces(text: string, size = 7): AsyncGenerator<string, void, undefined> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
async function all<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
const raw = (text: string): Promise<readonly RawRow[]> => all(jsonRows(pieces(text)));
const read = (from: keyof typeof sources, value: unknown, options: { secret?: string; drop?: boolean } = {}) =>
  all(
    sources[from](pieces(JSON.stringify(value)), {
      secret: options.secret === undefined ? undefined : new Secret(options.secret),
      dropFactors: options.drop ?? false,
    }),
  );
const wrong = (rows: readonly ExportRow[]) => rows.map((row) => ('wrong' in row ? row.wrong : undefined));

describe('An export', () => {
  it('is read line by line, however it is cut, and each row knows its line', async () => {
    expect(await raw('\uFEFF{"a":1}\r\n\n  {"a":2}\n{"a":\n{"a":4}')).to.deep.equal([
      { at: 1, raw: { a: 1 } },
      { at: 3, raw: { a: 2 } },
      { at: 4, wrong: 'the line is no JSON' },
      { at: 5, raw: { a: 4 } },
    ]);
    expect(await raw('\n [ {"a":1},\n {"a":2} ]')).to.deep.equal([
      { at: 1, raw: { a: 1 } },
      { at: 2, raw: { a: 2 } },
    ]);
    expect(await raw('')).to.deep.equal([]);
    const error = await raw('[{"password":"hunter2"').catch((problem: unknown) => problem);
    expect(String(error)).to.equal('BrokenFile: The file is no JSON.');
  });

  it('is refused where a field is unknown or no text, by its name and without its value', () => {
    for (const row of [
      { email: 'ada@example.org', passwordhash: 'hunter2' },
      { email: 5, passwordHash: ['hunter2'] },
      { email: 'a', totp: [{ secret: 'x', algorithm: 'hunter2' }] },
      { email: 'a', registeredAt: 'hunter2' },
      'hunter2',
      null,
    ]) {
      const said = exportRow(1, row);
      expect(said).to.have.property('wrong').that.is.a('string').with.length.above(5);
      expect(JSON.stringify(said)).to.not.include('hunter2');
    }
    expect(exportRow(1, { email: 'a', backupCodes: [1] }))
      .to.have.property('wrong')
      .that.match(/^backupCodes\.0: /);
  });

  it('keeps ids that are UUIDs, and makes the same UUID of any other each time', () => {
    const uuid = '0b0a1c9e-27a1-4f0e-9d0f-1c2d3e4f5a6b';
    expect(userIdOf(uuid.toUpperCase())).to.equal(uuid);
    expect(userIdOf('user 5'))
      .to.equal(userIdOf('user 5'))
      .and.to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(userIdOf('user 5')).to.not.equal(userIdOf('user 6'));
  });

  it('of Keycloak says what cannot come along, and drops it only where it was told to', async () => {
    const { users } = JSON.parse(keycloakExport([{ email: 'ada@example.org', password: 'x' }]).text) as {
      users: { credentials: { type: string; credentialData: string }[] }[];
    };
    const [ada] = users;
    const [hash, otp] = ada?.credentials ?? expect.fail();
    const having = (...credentials: object[]) => ({ users: [{ ...ada, credentials }] });
    const counting = { ...otp, credentialData: otp?.credentialData.replace('totp', 'hotp') };
    const key = { type: 'webauthn', credentialData: '{}', secretData: '{}' };
    const codes = { type: 'recovery-authn-codes', credentialData: '{}', secretData: '{}' };
    expect(wrong(await read('keycloak', having({ ...hash }, { ...otp }, codes)))).to.deep.equal([undefined]);
    for (const factor of [counting, key]) {
      const [said] = wrong(await read('keycloak', having({ ...hash }, factor)));
      expect(said).to.match(/^it has a second factor that is not known here/);
      const [row] = await read('keycloak', having({ ...hash }, factor), { drop: true });
      expect(row).to.have.nested.property('applicant.totp.length', 0);
    }
    const md5 = { ...hash, credentialData: '{"hashIterations":1,"algorithm":"md5"}' };
    expect(wrong(await read('keycloak', having(md5)))).to.deep.equal([
      'its password was hashed in a way that is not known here',
    ]);
    const [none, account] = [
      { ...ada, email: undefined },
      { ...ada, serviceAccountClientId: 'x' },
    ];
    expect(wrong(await read('keycloak', { users: [none, account, 7] }))).to.deep.equal([
      'it has no email',
      'it is a service account: make one here',
      'this is no user of a Keycloak export',
    ]);
  });

  it('of Better Auth opens with its secret alone', async () => {
    const { text } = betterAuthExport([{ email: 'ada@example.org', password: 'x' }], 'the right secret');
    const tables: unknown = JSON.parse(text);
    expect(wrong(await read('better-auth', tables, { secret: 'the right secret' }))).to.deep.equal([undefined]);
    expect(wrong(await read('better-auth', tables, { secret: 'another' }))).to.deep.equal([
      'its second factor does not open with this secret',
    ]);
    expect(wrong(await read('better-auth', tables))).to.deep.equal([
      'it has a second factor: give the secret it is sealed with, by --secret-file',
    ]);
    expect(wrong(await read('better-auth', tables, { drop: true }))).to.deep.equal([undefined]);
  });

  it('of Directus is refused where stars stand in the place of what is secret', async () => {
    const ada = { id: '0b0a1c9e-27a1-4f0e-9d0f-1c2d3e4f5a6b', email: 'ada@example.org', status: 'suspended' };
    const rows = await read('directus', { data: [ada, { ...ada, password: '**********' }, { email: 'x' }] });
    expect(rows[0]).to.have.nested.property('applicant.disabled', true);
    expect(wrong(rows).slice(1)).to.deep.equal([
      'password or tfa_secret is masked: take the rows from the database',
      'this is no row of directus_users with an id, an email and a status',
    ]);
  });

  it('of something else is none', async () => {
    for (const from of ['keycloak', 'directus', 'better-auth'] as const)
      for (const value of [{}, 'x', { users: 1 }]) {
        const problem = await read(from, value).catch((found: unknown) => found);
        expect(String(problem), from).to.match(/^BrokenFile: This is no /);
      }
  });
});
