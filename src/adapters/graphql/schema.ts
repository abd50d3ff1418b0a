import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { AccountResolver } from './account-resolver.js';
import { AuditResolver } from './audit-resolver.js';
import { DeviceResolver } from './device-resolver.js';
import { EnrolmentResolver } from './enrolment-resolver.js';
import { FactorResolver } from './factor-resolver.js';
import { LanguageResolver } from './language-resolver.js';
import { DeadLetterResolver } from './dead-letter-resolver.js';
import { PeopleResolver } from './people-resolver.js';
import { PolicyResolver } from './policy-resolver.js';
import { MachineResolver } from './machine-resolver.js';
import { RecoveryResolver } from './recovery-resolver.js';
import { RegistrationResolver } from './registration-resolver.js';
import { RoleResolver } from './role-resolver.js';
import { SessionResolver } from './session-resolver.js';
import { SignInResolver } from './sign-in-resolver.js';
import { WebhookResolver } from './webhook-resolver.js';

/** Gives the one instance of a resolver class. */
export interface Resolvers {
  get<T extends object>(type: abstract new (...args: never[]) => T): T;
}

/** The schema; `resolvers` is asked once for each class, when a request first needs it. */
export function buildSchema(resolvers: Resolvers): GraphQLSchema {
  const held = new Map<unknown, object>();
  return buildSchemaSync({
    resolvers: [
      RegistrationResolver,
      SignInResolver,
      SessionResolver,
      EnrolmentResolver,
      FactorResolver,
      AccountResolver,
      LanguageResolver,
      MachineResolver,
      AuditResolver,
      RoleResolver,
      PeopleResolver,
      PolicyResolver,
      DeadLetterResolver,
      DeviceResolver,
      WebhookResolver,
      RecoveryResolver,
    ],
    container: {
      get: (type: abstract new (...args: never[]) => object) => {
        const known = held.get(type) ?? resolvers.get(type);
        held.set(type, known);
        return known;
      },
    },
    validate: false,
    // A test validates it; at every start it would be time for nothing.
    skipCheck: true,
  });
}
