import { parseId, type MachineTokenId, type UserId } from '../ids.js';
import { Secret } from '../secret.js';

/** A machine token as its program holds it: whose it is and which, so that one row answers, and a secret of 256 bits. */
export interface MachineSecret {
  readonly userId: UserId;
  readonly tokenId: MachineTokenId;
  readonly secret: Secret;
}

/** A word of its own in front, so that scanners of repositories and logs know one when they see it. */
const mark = 'portcullis-machine';
const shape = new RegExp(`^${mark}\\.([0-9a-f-]{36})\\.([0-9a-f-]{36})\\.([\\w-]{43})$`);

export const MachineSecret = {
  /** What is shown once. */
  write({ userId, tokenId, secret }: MachineSecret): Secret {
    return new Secret(`${mark}.${userId}.${tokenId}.${secret.reveal()}`);
  },
  /** Undefined for whatever has not the shape of one: it names nobody, and nothing is looked up. */
  parse(raw: Secret): MachineSecret | undefined {
    const [, user = '', token = '', secret = ''] = shape.exec(raw.reveal()) ?? [];
    const [userId, tokenId] = [parseId<UserId>(user), parseId<MachineTokenId>(token)];
    return userId && tokenId && { userId, tokenId, secret: new Secret(secret) };
  },
};
