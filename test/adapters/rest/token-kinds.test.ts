import { expect } from 'chai';
import { at, type RestClient, type Said } from '../../support/rest-client.js';
import { RestStage } from '../../support/rest-stage.js';

/** What somebody may hold; every kind fresh, live and presented as its own door wants it. */
interface Held {
  readonly access: string;
  readonly refresh: string;
  readonly verify: string;
  readonly enrol: string;
  readonly machine: string;
  readonly machineAccess: string;
  readonly sessionCookie: string;
  readonly pendingCookie: string;
}
type Kind = keyof Held;

interface Door {
  readonly name: string;
  /** The kinds that it is for. */
  readonly takes: readonly Kind[];
  readonly knock: (client: RestClient, held: string) => Promise<Said>;
  readonly opens: (said: Said) => boolean;
}

const cookieNamed = (name: string, value: string) => ({ cookie: `${name}=${value.replace('|', `; ${name}.sig=`)}` });
const wish = { scope: 'deploy', days: 1 };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const judged = ({ problem }: Said): boolean => problem === 'invalid-code';
const done = ({ status }: Said): boolean => status === 200;

const code = '0000-0000-0000-0000';
const wrong = { factor: 'backup-code', code };

// A wrong code tells whether a challenge was found: it is judged at its own door, and nowhere else.
const doors: readonly Door[] = [
  {
    name: 'Bearer of a session',
    takes: ['access'],
    knock: (client, held) => client.get('/auth/sessions', bearer(held)),
    opens: done,
  },
  {
    name: 'Bearer of whoever asks who they are',
    takes: ['access', 'verify', 'enrol'],
    knock: (client, held) => client.get('/auth/session', bearer(held)),
    opens: ({ status }) => status < 300,
  },
  {
    name: 'session cookie',
    takes: ['sessionCookie'],
    knock: (client, held) => client.get('/auth/sessions', cookieNamed('portcullis', held)),
    opens: done,
  },
  {
    name: 'pending cookie',
    takes: ['pendingCookie'],
    knock: (client, held) => client.post('/auth/mfa/verify', wrong, cookieNamed('portcullis-pending', held)),
    opens: judged,
  },
  {
    name: 'refresh token',
    takes: ['refresh'],
    knock: (client, refreshToken) => client.post('/auth/refresh', { refreshToken }),
    opens: done,
  },
  {
    name: 'challenge token in the body',
    takes: ['verify'],
    knock: (client, challengeToken) => client.post('/auth/mfa/verify', { ...wrong, challengeToken }),
    opens: judged,
  },
  {
    name: 'challenge token as Bearer',
    takes: ['verify'],
    knock: (client, held) => client.post('/auth/mfa/verify', wrong, bearer(held)),
    opens: judged,
  },
  {
    name: 'pre-authenticated token in the body',
    takes: ['verify'],
    knock: (client, challengeToken) => client.post('/auth/mfa-token', { code, challengeToken }),
    opens: judged,
  },
  {
    name: 'pre-authenticated token as Bearer',
    takes: ['verify'],
    knock: (client, held) => client.post('/auth/mfa-token', { code }, bearer(held)),
    opens: judged,
  },
  {
    name: 'enrolment token in the body',
    takes: ['enrol'],
    knock: (client, challengeToken) => client.post('/auth/factors/totp', { challengeToken }),
    opens: done,
  },
  {
    name: 'enrolment as Bearer',
    takes: ['access', 'enrol'],
    knock: (client, held) => client.post('/auth/factors/totp', {}, bearer(held)),
    opens: done,
  },
  {
    name: 'Bearer of a step-up',
    takes: ['access'],
    knock: (client, held) => client.post('/auth/step-up', {}, bearer(held)),
    opens: ({ status }) => status === 202,
  },
  {
    name: 'machine token',
    takes: ['machine'],
    knock: (client, token) => client.post('/auth/machine-token', { token }),
    opens: done,
  },
  {
    name: 'machine token as Bearer',
    takes: [],
    knock: (client, held) => client.post('/auth/machine-token', { token: 'nothing' }, bearer(held)),
    opens: done,
  },
  {
    name: 'Bearer of whoever makes a machine token',
    takes: ['access'],
    knock: (client, held) => client.post('/auth/machine-tokens', wish, bearer(held)),
    opens: done,
  },
];

describe('[D08] [B01] Every kind of credential at every door of REST', () => {
  let stage: RestStage;
  before(async () => {
    // Where the policy demands a second factor, every kind is made: whoever has none is to enrol one.
    stage = await RestStage.open({ env: { MFA: 'required' } });
  });
  after(() => stage.close());

  async function hold(): Promise<Held> {
    const { said } = await stage.signedIn({ totp: true });
    const browser = await stage.signedIn({ totp: true }, 'cookie');
    const pendingBrowser = await stage.pending('cookie');
    const { token } = await stage.pending();
    const robot = await stage.signedIn({ totp: true });
    const machine = at(await robot.client.post('/auth/machine-tokens', wish), 'token');
    return {
      access: at(said, 'tokens.accessToken'),
      refresh: at(said, 'tokens.refreshToken'),
      verify: token,
      enrol: at(await stage.logIn(await stage.person()), 'challenge.token'),
      machine,
      machineAccess: at(await stage.client().post('/auth/machine-token', { token: machine }), 'accessToken'),
      sessionCookie: carried(browser.client, 'portcullis'),
      pendingCookie: carried(pendingBrowser.client, 'portcullis-pending'),
    };
  }

  for (const door of doors) {
    it(`${door.name}: only ${door.takes.join(' or ')}`, async () => {
      const held = await hold();
      for (const kind of Object.keys(held) as Kind[]) {
        const said = await door.knock(stage.client(), held[kind]);
        expect(door.opens(said), `${kind}: ${said.status} ${said.text}`).to.equal(door.takes.includes(kind));
      }
    });
  }
});

/** `value|signature` of a signed cookie. */
function carried({ cookies }: RestClient, name: string): string {
  const value = new RegExp(`(?:^|; )${name}=([^;]*)`).exec(cookies.header)?.[1];
  const signature = new RegExp(`(?:^|; )${name}\\.sig=([^;]*)`).exec(cookies.header)?.[1];
  return value && signature ? `${value}|${signature}` : expect.fail(`no ${name} in ${cookies.header}`);
}
