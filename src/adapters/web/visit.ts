import type { AuthenticatePending, PendingViewer } from '../../application/authenticate-pending.js';
import type { AuthenticateRequest } from '../../application/authenticate-request.js';
import type { Viewer } from '../../application/viewer.js';
import type { Client } from '../../domain/client.js';
import type { PresentedChallenge } from '../../domain/session/credentials.js';
import type { OpenEnvelope } from '../http/envelopes.js';
import type { Language, Words } from './words.js';

export interface Recognition {
  readonly authenticate: AuthenticateRequest;
  readonly authenticatePending: AuthenticatePending;
}

interface Asked {
  readonly query: URLSearchParams;
  /** What a form sent; empty with GET. */
  readonly form: URLSearchParams;
  readonly client: Client;
  readonly envelope: OpenEnvelope;
  readonly now: Date;
  readonly language: Language;
  readonly words: Words;
  /** Where the person was going, checked already. */
  readonly returnTo: string | undefined;
  /** The code of the mailed link that led to this page. */
  readonly linkCode: string | undefined;
}

/** Longer than anything a person types into a field of ours. */
const longest = 4096;

/** One person at one page: what they ask, and who they are by their cookies. */
export class Visit {
  constructor(
    readonly asked: Asked,
    private readonly its: Recognition,
  ) {}

  get words(): Words {
    return this.asked.words;
  }

  get returnTo(): string | undefined {
    return this.asked.returnTo;
  }

  get client(): Client {
    return this.asked.client;
  }

  get envelope(): OpenEnvelope {
    return this.asked.envelope;
  }

  get linkCode(): string | undefined {
    return this.asked.linkCode;
  }

  get now(): Date {
    return this.asked.now;
  }

  /** One field of a form, or of the query; empty where it is missing. */
  text(name: string): string {
    return (this.asked.form.get(name) ?? this.asked.query.get(name) ?? '').slice(0, longest);
  }

  /** By the session cookie alone: pages take no bearer token. */
  async viewer(): Promise<Viewer | undefined> {
    const { presented } = this.envelope;
    if (presented?.kind !== 'cookie') return undefined;
    return this.its.authenticate.execute({ presented, client: this.client });
  }

  /** The challenge that this tab means, else the newest of this browser: its id stands in the tab's form. */
  challenge(): PresentedChallenge | undefined {
    const id = this.asked.form.get('challenge');
    return id === null ? this.envelope.pending[0] : this.envelope.pending.find((each) => each.id === id);
  }

  async pending(): Promise<PendingViewer | undefined> {
    const challenge = this.challenge();
    return challenge && this.pendingBy(challenge);
  }

  pendingBy(challenge: PresentedChallenge): Promise<PendingViewer | undefined> {
    return this.its.authenticatePending.execute(challenge, this.client);
  }
}
