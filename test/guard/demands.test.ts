import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { anyone, machinesOnly, partly, signedIn, strongly, type Demand } from '../../src/guard/demand.js';
import { Guard, type GuardOptions } from '../../src/guard/guard.js';
import type { Visit } from '../../src/guard/visit.js';
import { accessToken, audience, issuer, KeyServer, signingKey } from '../support/key-server.js';
import { SetClock } from '../support/set-clock.js';

describe('A demand', () => {
  const key = signingKey();
  const weak = { acr: 'aal1', amr: ['pwd'], mfa_verified: false };
  const machine = { amr: ['machine'], acr: undefined, sid: undefined, mfa_verified: false };
  let clock: SetClock;
  let keys: KeyServer;
  let guard: Guard;
  beforeEach(async () => {
    clock = new SetClock();
    keys = await KeyServer.open(key);
    guard = guarded();
  });
  afterEach(() => keys.close());

  const guarded = (options: Partial<GuardOptions> = {}): Guard =>
    new Guard({ issuer, audience, serviceUrl: keys.url, now: () => clock.now(), ...options });
  const visit = (bearer: string | undefined): Visit => ({
    method: 'GET',
    target: '/',
    bearer,
    header: () => undefined,
  });
  const told = async (demand: Demand, token?: string): Promise<string> => {
    const verdict = await guard.admit(visit(token), demand);
    if (verdict.kind === 'passed') return 'in';
    const { status, headers } = verdict.answer;
    return [status, headers['WWW-Authenticate']].filter((part) => part !== undefined).join(' ');
  };
  const token = (changes: object = {}): string => accessToken(key, clock.now(), { ...changes });

  it('lets each kind of credential through its own doors, and no other', async () => {
    const demands = [anyone(), partly(), signedIn(), strongly(), machinesOnly(), signedIn({ machines: ['a'] })];
    const row = (bearer?: string): Promise<readonly string[]> => Promise.all(demands.map((each) => told(each, bearer)));
    const dead = '401 Bearer error="invalid_token"';
    const step = '401 Bearer error="insufficient_user_authentication", acr_values="aal2"';
    const scope = '403 Bearer error="insufficient_scope", scope="a"';
    const none = '401 Bearer';
    expect(await row()).to.deep.equal(['in', none, none, none, none, none]);
    expect(await row('rubbish')).to.deep.equal(['in', dead, dead, dead, dead, dead]);
    expect(await row(token(weak))).to.deep.equal(['in', 'in', 'in', step, '403', 'in']);
    expect(await row(token())).to.deep.equal(['in', 'in', 'in', 'in', '403', 'in']);
    expect(await row(token(machine))).to.deep.equal(['in', '403', '403', '403', 'in', scope]);
    expect(await row(token({ ...machine, scope: 'b a' }))).to.deep.equal(['in', '403', '403', '403', 'in', 'in']);
  });

  it('of an age counts from the proof, with five seconds for clocks that differ', async () => {
    const lasting = { exp: Math.floor(clock.now().getTime() / 1000) + 3600 };
    const [strong, password] = [token(lasting), token({ ...lasting, ...weak })];
    clock.advance(minutes(5));
    clock.advance(seconds(5));
    expect(await told(strongly({ maxAge: 300 }), strong)).to.equal('in');
    clock.advance(seconds(1));
    const step = (acr: string): string => `401 Bearer error="insufficient_user_authentication", acr_values="${acr}", max_age=300`; // prettier-ignore
    expect(await told(strongly({ maxAge: 300 }), strong)).to.equal(step('aal2'));
    expect(await told(signedIn({ maxAge: 300 }), password)).to.equal(step('aal1'));
  });

  it('that is exempt for a while is whole again at the end, and says when it was used', async () => {
    const until = new Date(clock.now().getTime() + 120_000);
    const demand = strongly({ exemption: { reason: 'The till has no keyboard', until } });
    guard.declare(demand);
    expect(guard.exemptions).to.deep.equal([{ reason: 'The till has no keyboard', until, lastUsedAt: undefined }]);
    expect(await told(demand, token(weak))).to.equal('in');
    expect(guard.exemptions[0]?.lastUsedAt).to.deep.equal(clock.now());
    expect(await told(demand)).to.equal('401 Bearer');
    expect(await told(demand, token(machine))).to.equal('403');
    clock.advance(minutes(2));
    expect(await told(demand, token(weak))).to.match(/insufficient_user_authentication/);
    expect(guard.exemptions).to.deep.equal([]);
  });

  it('cannot be made without sense', () => {
    for (const maxAge of [0, -1, 1.5, Number.NaN]) expect(() => strongly({ maxAge })).to.throw(RangeError);
    expect(() => strongly({ exemption: { reason: ' ', until: new Date() } })).to.throw(RangeError);
    expect(() => strongly({ exemption: { reason: 'a', until: new Date('never') } })).to.throw(RangeError);
  });

  it('is put by a guard that knows where the service is, and not in the open', () => {
    for (const serviceUrl of [
      'http://auth.example',
      'ftp://auth.example',
      'auth.example',
      'http://localhost.evil.example',
    ])
      expect(() => guarded({ serviceUrl }), serviceUrl).to.throw(RangeError);
    expect(() => guarded({ audience: '' })).to.throw(RangeError);
    expect(() => guarded({ serviceUrl: 'http://portcullis:4000', plainHttp: true })).to.not.throw();
  });

  it('that nobody can judge is a 503, with a time to come back', async () => {
    keys.vanish();
    const verdict = await guard.admit(visit(token()), signedIn());
    expect(verdict.kind === 'refused' && [verdict.answer.status, verdict.answer.headers['Retry-After']]).to.deep.equal([503, '1']); // prettier-ignore
    expect(await told(anyone(), token())).to.equal('in');
  });
});
