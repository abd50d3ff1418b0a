import { latest, codeIn } from './mailed.js';
import { password, Stage } from './stage.js';
import type { Template } from '../../src/domain/notice/notices.js';
import { Secret } from '../../src/domain/secret.js';
import type { SignedIn } from '../../src/application/session-desk.js';
import { client } from '../../src/testing/builders.js';

export const other = new Secret('another long and quiet password');

/** People who change, lose and recover what they sign in with, on a stage. */
export class Scene {
  constructor(readonly stage: Stage) {}

  static async open(options: Parameters<typeof Stage.open>[0] = {}): Promise<Scene> {
    return new Scene(await Stage.open(options));
  }

  /** Many people at one address of the test are no crowd: each comes from somewhere else. */
  private places = 0;
  somewhere = () => ({ ...client, address: `2001:db8:${(this.places += 1).toString(16)}::1` });

  to = (name: string): string => this.stage.world.addressOf(name);
  ask = (name: string) => this.stage.useCases.requestReset.execute({ email: this.to(name), client: this.somewhere() });
  reset = (code: Secret, next = other) =>
    this.stage.useCases.resetPassword.execute({ code, password: next, client: this.somewhere() });
  confirm = (code: Secret) => this.stage.useCases.confirmAddress.execute({ code, client: this.somewhere() });
  secure = (code: Secret) => this.stage.useCases.secure.execute({ code, client: this.somewhere() });
  reopen = (code: Secret) => this.stage.useCases.reopen.execute({ code, client: this.somewhere() });
  register = (name: string, secret = password) =>
    this.stage.useCases.register.execute({ email: this.to(name), password: secret, client: this.somewhere() });
  change = (viewer: SignedIn, current = password, next = other) =>
    this.stage.useCases.changePassword.execute({ viewer, current, next, client: this.somewhere() });
  move = (viewer: SignedIn, name: string) =>
    this.stage.useCases.changeAddress.execute({ viewer, email: this.to(name), client: this.somewhere() });
  logIn = (name: string, secret = password) => this.stage.logIn(name, secret, 'token', this.somewhere());

  async mailed(name: string, template: Template) {
    return latest(await this.stage.world.mail(), this.to(name), template);
  }
  async count(name: string, template: Template): Promise<number> {
    const mail = await this.stage.world.mail();
    return mail.filter((each) => each.to === this.to(name) && each.template === template).length;
  }
  code = async (name: string, template: Template) => codeIn((await this.mailed(name, template)).link);
  notMe = async (name: string, template: Template) => codeIn((await this.mailed(name, template)).notMe);

  /** Somebody who has shown that the address is theirs. */
  async person(options: Parameters<Stage['person']>[0] = {}): Promise<string> {
    const name = await this.stage.person(options);
    await this.stage.change((await this.stage.userOf(name)).id, (user) => user.recovery.verifyAddress(this.stage.now));
    return name;
  }
  async isLive({ session, credential }: SignedIn): Promise<boolean> {
    const presented =
      credential.kind === 'token'
        ? ({ kind: 'token', accessToken: credential.accessToken } as const)
        : ({ kind: 'cookie', sessionId: session.id, secret: credential.secret } as const);
    return (await this.stage.useCases.authenticate.execute({ presented, client })) !== undefined;
  }
}
