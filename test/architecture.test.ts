import { expect } from 'chai';
import * as rules from './support/house-rules.js';
import * as names from './support/name-rules.js';
import { sources } from './support/repository.js';
import { readSource } from './support/source-file.js';

/** What one rule says about a file that does not exist. */
const judged = (rule: rules.Rule, path: string, source: string): readonly string[] => rule(readSource(path, source));

/** The whole repository keeps the rule, and each of these files would break it. */
function holds(rule: rules.Rule, broken: readonly (readonly [path: string, source: string])[]): void {
  for (const [path, source] of broken) {
    expect(judged(rule, path, source), `${path}: ${source}`).to.have.length.greaterThan(0);
  }
  expect(sources.flatMap(rule)).to.deep.equal([]);
}

describe('The house', () => {
  it('is there to be looked at', () => {
    const folders = new Set(sources.map((file) => file.path.split('/').slice(0, 2).join('/')));
    expect([...folders]).to.include.members(['src/domain', 'test/domain', 'test/support']);
  });

  it('lets the domain import nothing but itself', () => {
    const user = 'src/domain/user/user.ts';
    holds(rules.domainImportsItself, [
      [user, `import { z } from 'zod';`],
      [user, `import type { KeyObject } from 'node:crypto';`],
      [user, `import 'reflect-metadata';`],
      [user, `import { LogIn } from '../../application/log-in.js';`],
      [user, `import type { Totp } from '../../adapters/factors/totp.js';`],
      [user, `export * from '../../config.js';`],
      [user, `export { Totp } from '../../adapters/factors/totp.js';`],
      [user, `export const later = () => import('jose');`],
      [user, `export const later = (name: string) => import(name);`],
      [user, `export type Hash = import('node:crypto').Hash;`],
      [user, `import crypto = require('node:crypto');`],
      [user, `const crypto = require('node:crypto');`],
      [user, `import { password } from '../../../src/domain-of-others/password.js';`],
    ]);
    expect(judged(rules.domainImportsItself, user, `import { after } from '../duration.js';`)).to.deep.equal([]);
    expect(judged(rules.domainImportsItself, user, `// import 'zod'\nexport const a = "import 'zod'";`)).to.deep.equal(
      [],
    );
  });

  it('lets use cases import only domain and each other', () => {
    const logIn = 'src/application/log-in.ts';
    holds(rules.useCasesImportDomain, [
      [logIn, `import { sign } from 'jose';`],
      [logIn, `import { randomUUID } from 'node:crypto';`],
      [logIn, `import { Totp } from '../adapters/factors/totp.js';`],
      [logIn, `import { Ports } from '../container.js';`],
    ]);
    const fine = `import { User } from '../domain/user/user.js'; import { opened } from './opening.js';`;
    expect(judged(rules.useCasesImportDomain, logIn, fine)).to.deep.equal([]);
  });

  it('keeps adapters from knowing one another, but for the listed pairs', () => {
    const totp = 'src/adapters/factors/totp.ts';
    holds(rules.adaptersKnowListedPairs, [
      [totp, `import { orm } from '../postgres/orm.js';`],
      [totp, `import { config } from '../../config.js';`],
      [totp, `import { Ports } from '../../container.js';`],
      ['src/adapters/memory/unit-of-work.ts', `import { orm } from '../postgres/orm.js';`],
      ['src/adapters/unheard-of/x.ts', `import { Totp } from '../factors/totp.js';`],
    ]);
    const fine = `import 'otplib'; import { seal } from '../node/seal.js'; import { a } from '../../domain/ids.js';`;
    expect(judged(rules.adaptersKnowListedPairs, totp, fine)).to.deep.equal([]);
  });

  it('keeps each technology behind its adapter', () => {
    holds(rules.technologiesStayHome, [
      ['src/adapters/http/app.ts', `import { MikroORM } from '@mikro-orm/postgresql';`],
      ['src/adapters/node/clock.ts', `import { SignJWT } from 'jose/jwt/sign';`],
      ['src/adapters/factors/totp.ts', `import { Resolver } from 'type-graphql';`],
      ['src/application/log-in.ts', `import { hash } from '@node-rs/argon2';`],
      ['src/config.ts', `import pg from 'pg';`],
    ]);
  });

  it('keeps the server from its clients, and its insides from config and testing', () => {
    holds(rules.doorsStayShut, [
      ['src/client/documents.ts', `import type { User } from '../domain/user/user.js';`],
      ['src/guard/guard.ts', `import type { User } from '../domain/user/user.js';`],
      ['src/guard/claims.ts', `import { importKey } from '../adapters/credentials/jws-key.js';`],
      ['src/guard/claims.ts', `import { loadConfig } from '../config.js';`],
      ['examples/guards/express.ts', `import { Guard } from '../../src/guard/guard.js';`],
      ['src/demo/story.ts', `import { LogIn } from '../application/log-in.js';`],
      ['src/testing/world.ts', `import { main } from '../main.js';`],
      ['src/testing/world.ts', `import { phone } from '../../test/support/phone.js';`],
      ['src/config.ts', `import { Totp } from './adapters/factors/totp.js';`],
    ]);
  });

  it('gives every file a place', () => {
    holds(rules.everyFileHasAPlace, [
      ['src/tools.ts', ``],
      ['src/infrastructure/orm.ts', ``],
    ]);
  });

  it('imports tsyringe in container.ts and nowhere else', () => {
    holds(rules.onlyTheContainerWires, [
      ['src/main.ts', `import { container } from 'tsyringe';`],
      ['src/adapters/graphql/server.ts', `import type { DependencyContainer } from 'tsyringe';`],
    ]);
    expect(judged(rules.onlyTheContainerWires, 'src/container.ts', `import 'tsyringe';`)).to.deep.equal([]);
  });

  it('makes evidence in its aggregates and nowhere else', () => {
    const opening = 'src/application/opening.ts';
    holds(rules.evidenceIsMadeByItsAggregates, [
      [opening, `import { attest } from '../domain/session/authentication.js';`],
      [opening, `import { attest as make } from '../domain/session/authentication.js';`],
      [opening, `import * as evidence from '../domain/session/authentication.js';`],
      [opening, `export * from '../domain/session/authentication.js';`],
      [opening, `export { attestPart } from '../domain/session/authentication.js';`],
      [opening, `export const evidence = () => import('../domain/session/authentication.js');`],
      [opening, `export const forged = {} as unknown as Authentication;`],
      [opening, `export const forged = <PartialAuthentication>{};`],
      ['src/domain/session/auth-session.ts', `import { attest } from './authentication.js';`],
      ['src/domain/mfa/mfa-challenge.ts', `import { attestPart } from '../session/authentication.js';`],
    ]);
    const type = `import type { Authentication } from '../domain/session/authentication.js';`;
    expect(judged(rules.evidenceIsMadeByItsAggregates, opening, type)).to.deep.equal([]);
  });

  it('issues credentials in one use case a kind, and at no door', () => {
    const forFew = rules.issuersHaveFewCallers;
    holds(forFew, [
      ['src/adapters/rest/session.ts', `import { JwtIssuer } from '../credentials/jwt-issuer.js';`],
      ['src/adapters/http/app.ts', `import type { X } from '../credentials/machine-token-issuer.js';`],
      ['src/adapters/rest/machines.ts', `import type { MachineIssuer } from '../../domain/ports/machine-issuer.js';`],
      ['src/application/log-in.ts', `import type { CredentialIssuers } from '../domain/ports/credential-issuer.js';`],
      ['src/application/session-desk.ts', `import type { MachineIssuer } from '../domain/ports/machine-issuer.js';`],
    ]);
    const desk = `import type { CredentialIssuers } from '../domain/ports/credential-issuer.js';`;
    expect(judged(forFew, 'src/application/session-desk.ts', desk)).to.deep.equal([]);
  });

  it('has no decorator but at the GraphQL door', () => {
    holds(rules.decoratorsStopAtTheDoor, [
      ['src/domain/user/user.ts', `@entity() export class User {}`],
      ['src/application/log-in.ts', `export class LogIn { constructor(@inject('x') readonly x: string) {} }`],
      ['src/adapters/postgres/orm.ts', `export class Row { @Property() name = ''; }`],
    ]);
    expect(judged(rules.decoratorsStopAtTheDoor, 'src/adapters/graphql/a.ts', `@A() class B {}`)).to.deep.equal([]);
  });

  it('has no index file, no default export, no drawer for odds and ends, and no second way to write a name', () => {
    holds(names.plainNames, [
      ['src/domain/index.ts', ``],
      ['src/domain/utils/text.ts', ``],
      ['src/adapters/postgres/helpers/rows.ts', ``],
      ['src/shared/result.ts', ``],
      ['src/domain/user/User.ts', ``],
      ['src/application/log-in.service.ts', ``],
      ['src/adapters/memory/unit-of-work-impl.ts', ``],
      ['src/domain/ids.ts', `export default 1;`],
      ['src/domain/ids.ts', `const a = 1; export { a as default };`],
      ['src/domain/ids.ts', `export { default } from './a.js';`],
    ]);
  });

  it('reads the environment in config.ts only', () => {
    holds(rules.environmentIsReadOnce, [
      ['src/main.ts', `console.log(process.env['PORT']);`],
      ['src/main.ts', `console.log(process['env']);`],
      ['src/main.ts', `const { env } = process;`],
      ['src/main.ts', `import { env } from 'node:process';`],
    ]);
    expect(judged(rules.environmentIsReadOnce, 'src/config.ts', `export const a = process.env['A'];`)).to.deep.equal(
      [],
    );
  });

  it('reads the clock in system-clock.ts only', () => {
    holds(rules.clockIsReadOnce, [
      ['src/domain/user/user.ts', `export const now = new Date();`],
      ['src/domain/user/user.ts', `export const now = new Date;`],
      ['src/domain/user/user.ts', `export const now = Date();`],
      ['src/adapters/postgres/orm.ts', `export const now = () => Date.now();`],
      ['src/adapters/postgres/orm.ts', `export const now = Date.now;`],
      ['src/adapters/postgres/orm.ts', `export const { now } = Date;`],
    ]);
    expect(judged(rules.clockIsReadOnce, 'src/domain/ids.ts', `export const epoch = new Date(0);`)).to.deep.equal([]);
  });

  it('keeps every source file under 250 lines, and half of them under 80', () => {
    holds(rules.shortFiles, [['src/long.ts', '\n'.repeat(251)]]);
    const lengths = sources
      .flatMap(({ path, lines }) => (path.startsWith('src/') ? [lines] : []))
      .sort((a, b) => a - b);
    expect(lengths[lengths.length >> 1]).to.be.at.most(80);
  });

  it('goes no deeper than the migrations of an adapter', () => {
    holds(names.shallowFolders, [
      ['src/domain/user/value/email.ts', ``],
      ['src/adapters/postgres/rows/user.ts', ``],
    ]);
    const migration = 'src/adapters/postgres/migrations/migration-1.ts';
    expect(judged(names.shallowFolders, migration, ``)).to.deep.equal([]);
  });
});
