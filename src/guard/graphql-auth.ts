import { GraphQLError } from 'graphql';
import { deadCredential, type Auth, type Undecided } from './auth.js';
import { partly, type Demand } from './demand.js';
import type { Guard } from './guard.js';
import type { Refusal } from './judge.js';
import { visitOf, type AnyRequest } from './visit.js';

export interface GraphqlAuthOptions<Context> {
  readonly guard: Guard;
  /** Finds the HTTP request in what the server gives resolvers: node's, or a Fetch `Request`. */
  readonly request: (context: Context) => AnyRequest;
}

/** Who makes a GraphQL request, found out once for all the fields that ask. */
export class GraphqlAuth<Context> {
  readonly #found = new WeakMap<AnyRequest, Promise<Auth | Undecided>>();

  constructor(private readonly its: GraphqlAuthOptions<Context>) {}

  /** Resolves with whom the demand lets in. Rejects with a GraphQLError that clients can act on. */
  async admit(context: Context, demand: Demand): Promise<Auth> {
    const found = await this.who(context);
    const refusal = this.its.guard.weigh(found, demand);
    if (refusal) throw refused(refusal);
    return found as Auth;
  }

  /** For resolvers: whoever it is, `nobody` where nothing vouches for anybody. */
  async auth(context: Context): Promise<Auth> {
    const found = await this.who(context);
    return found.kind === 'undecided' ? deadCredential : found;
  }

  private who(context: Context): Promise<Auth | Undecided> {
    const request = this.its.request(context);
    const known = this.#found.get(request);
    if (known) return known;
    const found = this.identify(request);
    this.#found.set(request, found);
    return found;
  }

  private async identify(request: AnyRequest): Promise<Auth | Undecided> {
    const found = await this.its.guard.identify(visitOf(request), partly());
    // Beside other fields there is no status to say more with: a foreign page is nobody.
    return found.kind === 'cross-site' ? deadCredential : found;
  }
}

/** What a client needs to do something about it, in `extensions`; the HTTP status stays the server's. */
function refused(refusal: Refusal): GraphQLError {
  switch (refusal.why) {
    case 'nobody':
    case 'cross-site':
      return error('Sign in first.', { code: 'UNAUTHENTICATED' });
    case 'pending':
      return error('The sign-in is not complete: answer the challenge first.', { code: 'UNAUTHENTICATED', mfaRequired: true }); // prettier-ignore
    case 'too-weak': {
      const { assurance, maxAge } = refusal;
      const demanded = { acrValues: assurance, ...(maxAge !== undefined && { maxAge }) };
      return error('Step up, then repeat it.', { code: 'INSUFFICIENT_USER_AUTHENTICATION', ...demanded });
    }
    case 'no-machines':
    case 'machines-only':
      return error('This is not for you.', { code: 'FORBIDDEN' });
    case 'scope-missing':
      return error('The credential is not good for this.', { code: 'FORBIDDEN', scopes: refusal.scopes });
    case 'undecided':
      return error('Try again in a moment.', { code: 'SERVICE_UNAVAILABLE' });
    default:
      return refusal satisfies never;
  }
}

const error = (message: string, extensions: Readonly<Record<string, unknown>>): GraphQLError =>
  new GraphQLError(message, { extensions });
