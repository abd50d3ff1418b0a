import { GraphQLError, Kind, parse, type DocumentNode } from 'graphql';
import { Recent } from '../../application/recent.js';
import { weigh, type Prices } from './document-weight.js';

/** What one document may hold (ASVS 4.3.1). The longest that tools send is their introspection: 190 tokens, cost 240, depth 15. */
export const most = {
  tokens: 1000, // bounds what parsing costs
  fragments: 30, // validation compares them in pairs
  cost: 250, // one a field, and as below; bounds what validation and execution cost
  depth: 15,
  aliases: 20,
} as const;

const prices: Prices = {
  costs: new Map([
    ['sessions', 50], // reads of its own
    ['devices', 50],
    ['trustedDevices', 50],
    ['bypasses', 25],
    ['machineTokens', 25],
    ['serviceAccounts', 50],
    ['auditLog', 50],
    ['mfaUsage', 50],
    ['activity', 50],
    ['accounts', 50],
    ['account', 50],
    ['policies', 25],
    ['explainPolicy', 50],
    ['dryRunPolicy', 200], // looks at everybody: one in a document
    ['deadLetters', 50],
    ['setPolicy', 50],
    ['removePolicy', 50],
    ['disableUser', 25],
    ['enableUser', 25],
    ['unlockUser', 25],
    ['endUserSessions', 25],
    ['resetUserMfa', 25],
    ['replayDeadLetter', 25],
    ['grantRole', 25],
    ['withdrawRole', 25],
    ['webhooks', 50],
    ['createWebhook', 25],
    ['rotateWebhookSecret', 25],
    ['pauseWebhook', 25],
    ['resumeWebhook', 25],
    ['removeWebhook', 25],
    ['replayWebhook', 25],
    ['logout', 25],
    ['revokeSession', 25],
    ['revokeTrustedDevice', 25],
    ['revokeAllTrustedDevices', 25],
    ['removeFactor', 25],
    ['renameFactor', 25],
    ['disableMfa', 25],
    ['revokeMachineToken', 25],
    ['createServiceAccount', 25],
    ['removeServiceAccount', 25],
    ['changeAddress', 25],
  ]),
  // Each is a guess or costs a hash: aliases must not be a way to guess faster.
  secrets: new Set([
    'register',
    'confirmAddress',
    'login',
    'verifyMfa',
    'stepUp',
    'refreshSession',
    'enrolTotp',
    'confirmTotp',
    'regenerateBackupCodes',
    'createMachineToken',
    'exchangeMachineToken',
    'changePassword',
    'requestPasswordReset',
    'resetPassword',
    'reopenSignIn',
    'thisWasNotMe',
  ]),
};

type Limit = 'FRAGMENTS' | 'COST' | 'DEPTH' | 'ALIASES' | 'ONE_SECRET';

const longestRemembered = 4096; // characters
const remembered = 500; // documents

/**
 * Refuses documents before anything expensive looks at them: the specified validation rules are quadratic in places,
 * and execution would judge many guesses in one request. Sources that passed are remembered; the bound holds even where
 * every client sends its own.
 */
export class DocumentLimits {
  private readonly passed = new Recent<string, true>(remembered);

  /** Undefined where the document is within bounds, and where it is none at all: then parsing says so. */
  refusalOf(source: string): GraphQLError | undefined {
    if (this.passed.has(source)) return undefined;
    const document = parsed(source);
    if (!document) return undefined;
    const refusal = refusalOf(document);
    if (!refusal && source.length <= longestRemembered) this.passed.put(source, true);
    return refusal;
  }
}

function parsed(source: string): DocumentNode | undefined {
  try {
    return parse(source, { maxTokens: most.tokens, noLocation: true });
  } catch {
    return undefined;
  }
}

function refusalOf(document: DocumentNode): GraphQLError | undefined {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).length;
  if (fragments > most.fragments) return refused('FRAGMENTS', `It has more than ${most.fragments} fragments.`);
  const { cost, depth, aliases, secrets } = weigh(document, prices);
  if (depth === Infinity) return refused('DEPTH', 'Its fragments go round in a circle.');
  if (depth > most.depth) return refused('DEPTH', `It is deeper than ${most.depth} fields.`);
  if (cost > most.cost) return refused('COST', `It asks for too much: more than ${most.cost} fields in all.`);
  if (aliases > most.aliases) return refused('ALIASES', `It has more than ${most.aliases} aliases.`);
  if (secrets > 1) {
    return refused('ONE_SECRET', `It holds more than one of ${[...prices.secrets].join(', ')}: send them one by one.`);
  }
  return undefined;
}

const refused = (limit: Limit, why: string): GraphQLError =>
  new GraphQLError(`This document is refused. ${why}`, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', limit } });
