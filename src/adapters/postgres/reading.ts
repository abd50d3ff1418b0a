import {
  parseId,
  type ChallengeId,
  type DeviceId,
  type Digest,
  type LinkId,
  type SessionId,
  type UserId,
} from '../../domain/ids.js';
import type { MfaChallengeState } from '../../domain/mfa/mfa-challenge.js';
import type { MailboxState } from '../../domain/recovery/mailbox.js';
import type { MailedLinkState } from '../../domain/recovery/mailed-link.js';
import type { AuthSessionState } from '../../domain/session/session-state.js';
import type { DeviceState } from '../../domain/throttle/device.js';
import { PoolKey, type FailurePoolState } from '../../domain/throttle/failure-pool.js';
import type { LimitKey, Span } from '../../domain/throttle/limit.js';
import type { EmailAddress } from '../../domain/user/email-address.js';
import type { UserState } from '../../domain/user/user-state.js';
import { openSessions, ownedDevices, placesOf, statementFor, widthOf, type Question, type Topic } from './question.js';
import type { Known, KnownStates } from './known-states.js';
import { challengeRow, deviceRow, learntRow, linkRow, mailboxRow, poolRow, sessionRow, userRow } from './read-rows.js';
import type { Row } from './row.js';
import { sessionState } from './session-row.js';
import { Shelf } from './shelf.js';
import type { Connections } from './connections.js';
import type { Cells } from './prepared-query.js';
import { userState } from './user-row.js';

type Rows<Id, State> = Shelf<Id, Row<State>>;

/** What was read of late by others, for rows that are read with every request. */
export interface Recent {
  readonly users: KnownStates<UserId, UserState>;
  readonly sessions: KnownStates<SessionId, AuthSessionState>;
}

/**
 * What one run has read, from its first question on; nothing is asked twice, and that something is absent is remembered
 * too. Questions of one breath travel in one statement.
 */
export class Reading {
  private readonly users: Rows<UserId, UserState> = new Shelf();
  private readonly emails = new Shelf<EmailAddress, UserId>();
  private readonly pools: Rows<PoolKey, FailurePoolState> = new Shelf();
  private readonly spans = new Shelf<LimitKey, Span>();
  private readonly devices: Rows<DeviceId, DeviceState> = new Shelf();
  private readonly challenges: Rows<ChallengeId, MfaChallengeState> = new Shelf();
  private readonly sessions: Rows<SessionId, AuthSessionState> = new Shelf();
  private readonly links: Rows<LinkId, MailedLinkState> = new Shelf();
  private readonly mailboxes: Rows<Digest, MailboxState> = new Shelf();
  private breath: Question[] = [];
  private answer: Promise<void> | undefined;

  constructor(
    private readonly connections: Pick<Connections, 'run' | 'read'>,
    private readonly recent: Recent,
  ) {}

  async user(id: UserId): Promise<Row<UserState> | undefined> {
    if (!this.users.has(id)) await this.ask('user', id);
    return this.users.get(id);
  }

  async userOf(email: EmailAddress): Promise<Row<UserState> | undefined> {
    if (!this.emails.has(email)) await this.ask('email', email);
    const id = this.emails.get(email);
    return id && this.users.get(id);
  }

  async failures(key: PoolKey): Promise<Row<FailurePoolState> | undefined> {
    if (!this.pools.has(key)) await this.ask('pool', key);
    return this.pools.get(key);
  }

  async span(key: LimitKey): Promise<Span | undefined> {
    if (!this.spans.has(key)) await this.ask('limit', key);
    return this.spans.get(key);
  }

  async device(id: DeviceId): Promise<Row<DeviceState> | undefined> {
    if (!this.devices.has(id)) await this.ask('device', id);
    return this.devices.get(id);
  }

  async challenge(id: ChallengeId): Promise<Row<MfaChallengeState> | undefined> {
    if (!this.challenges.has(id)) await this.ask('challenge', id);
    return this.challenges.get(id);
  }

  async link(id: LinkId): Promise<Row<MailedLinkState> | undefined> {
    if (!this.links.has(id)) await this.ask('link', id);
    return this.links.get(id);
  }

  async mailbox(address: Digest): Promise<Row<MailboxState> | undefined> {
    if (!this.mailboxes.has(address)) await this.ask('mailbox', address);
    return this.mailboxes.get(address);
  }

  async session(id: SessionId): Promise<Row<AuthSessionState> | undefined> {
    if (!this.sessions.has(id)) await this.ask('session', id);
    return this.sessions.get(id);
  }

  /** A set has no version: it is looked at anew each time, and what was read of its members before stays what it was. */
  async open(user: UserId, now: Date): Promise<readonly Row<AuthSessionState>[]> {
    const rows = await this.connections.run(openSessions, [user, now.toISOString()]);
    return rows.map((cells) => {
      const row = sessionRow(cells, 0);
      if (!row) throw new Error('A session without a state');
      const { id } = row.state;
      this.sessions.keep(id, row);
      return this.sessions.get(id) ?? row;
    });
  }

  /** As `open`. */
  async devicesOf(user: UserId): Promise<readonly Row<DeviceState>[]> {
    const rows = await this.connections.run(ownedDevices, [user]);
    return rows.map((cells) => {
      const row = deviceRow(cells, 0);
      if (!row) throw new Error('A device without a state');
      const { id } = row.state;
      this.devices.keep(id, row);
      return this.devices.get(id) ?? row;
    });
  }

  /** What the run is about, for rivals to queue by. */
  get subject(): string | undefined {
    const { emails, pools, mailboxes, challenges, links, sessions } = this;
    const others = [emails, pools, mailboxes, challenges, links, sessions];
    return this.users.present ?? others.find(({ first }) => first !== undefined)?.first;
  }

  private ask(topic: Topic, key: string): Promise<void> {
    // What has not the shape of an id names no row, and would spoil the statement for everything else it asks.
    if (!namedByText.has(topic) && !parseId(key)) return Promise.resolve();
    if (!this.breath.some((asked) => asked.topic === topic && asked.key === key)) {
      this.breath.push(topic === 'session' ? { topic, key, known: this.known(key as SessionId) } : { topic, key });
    }
    this.answer ??= new Promise<void>((resolve, reject) => {
      // After everything that is ready to run has run and asked.
      process.nextTick(() => this.flush().then(resolve, reject));
    });
    return this.answer;
  }

  private async flush(): Promise<void> {
    const questions = this.breath;
    this.breath = [];
    this.answer = undefined;
    // Sorted, so that the same questions are the same statement in whatever order they were asked.
    if (questions.length > 1) questions.sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : 0));
    const places = questions.length === 1 && questions[0] ? placesOf(questions[0]) : questions.flatMap(placesOf);
    const cells = (await this.connections.read(statementFor(questions), places)) ?? nothing;
    let at = 0;
    for (const question of questions) {
      this.keep(question, cells, at);
      at += widthOf(question.topic);
    }
  }

  private keep(question: Question, cells: Cells, at: number): void {
    const { topic, key } = question;
    // prettier-ignore
    switch (topic) {
      case 'user':      return this.keepUser(key as UserId, userRow(cells, at));
      case 'email':     return this.keepEmail(key as EmailAddress, userRow(cells, at));
      case 'pool':      return this.pools.keep(key as PoolKey, poolRow(cells, at));
      case 'limit':     return this.keepSpan(key as LimitKey, cells[at], cells[at + 1]);
      case 'device':    return this.keepDevice(key as DeviceId, cells, at);
      case 'challenge': return this.keepChallenge(key as ChallengeId, cells, at);
      case 'link':      return this.keepLink(key as LinkId, linkRow(cells, at), userRow(cells, at + 2));
      case 'mailbox':   return this.keepMailbox(key as Digest, mailboxRow(cells, at), linkRow(cells, at + 2));
      case 'session':   return this.keepSession(question, cells, at);
      default:          return topic satisfies never;
    }
  }

  private keepUser(id: UserId, row: Row<UserState> | undefined): void {
    this.users.keep(id, row);
  }

  private keepEmail(email: EmailAddress, row: Row<UserState> | undefined): void {
    this.emails.keep(email, row?.state.id);
    if (row) this.users.keep(row.state.id, row);
  }

  private keepSpan(key: LimitKey, used: Cells[number] | undefined, until: Cells[number] | undefined): void {
    this.spans.keep(key, used && until ? { used: Number(used), until: new Date(Number(until)) } : undefined);
  }

  /** Of the session, and of its user. */
  private known(id: SessionId): readonly [Known<AuthSessionState> | undefined, Known<UserState> | undefined] {
    const { users, sessions } = this.recent;
    const session = sessions.recall(id);
    return [session, session && users.recall(session.state.userId)];
  }

  private keepSession({ key, known = [] }: Question, cells: Cells, at: number): void {
    const [session, user] = known as ReturnType<typeof this.known>;
    const row = learntRow(this.recent.sessions, session, cells, at, (text) =>
      sessionState(text, cells[at + 3] ?? '', cells[at + 4] ?? ''),
    );
    this.sessions.keep(key as SessionId, row);
    if (row) this.users.keep(row.state.userId, learntRow(this.recent.users, user, cells, at + 5, userState));
  }

  private keepLink(id: LinkId, row: Row<MailedLinkState> | undefined, user: Row<UserState> | undefined): void {
    this.links.keep(id, row);
    if (row?.state.userId) this.users.keep(row.state.userId, user);
  }

  private keepMailbox(id: Digest, row: Row<MailboxState> | undefined, wish: Row<MailedLinkState> | undefined): void {
    this.mailboxes.keep(id, row);
    if (row?.state.wish) this.links.keep(row.state.wish, wish);
  }

  private keepDevice(id: DeviceId, cells: Cells, at: number): void {
    const row = deviceRow(cells, at);
    this.devices.keep(id, row);
    if (row) this.pools.keep(PoolKey.device(id), poolRow(cells, at + 2));
  }

  private keepChallenge(id: ChallengeId, cells: Cells, at: number): void {
    const row = challengeRow(cells, at);
    this.challenges.keep(id, row);
    if (!row) return;
    const { userId, passwordPool, raises, replaces, known } = row.state;
    this.users.keep(userId, userRow(cells, at + 2));
    this.pools.keep(PoolKey.factor('totp', userId), poolRow(cells, at + 4));
    this.pools.keep(PoolKey.factor('backup-code', userId), poolRow(cells, at + 6));
    if (passwordPool) this.pools.keep(passwordPool, poolRow(cells, at + 8));
    const session = raises ?? replaces;
    const opened = session && sessionRow(cells, at + 10);
    if (session) this.sessions.keep(session, opened);
    const device = known?.id ?? opened?.state.deviceId;
    if (device) this.devices.keep(device, deviceRow(cells, at + 14));
  }
}

/** What a question alone is answered with about what is not there. */
const nothing: Cells = [];

const namedByText: ReadonlySet<Topic> = new Set<Topic>(['email', 'pool', 'limit', 'mailbox']);
