import { expect } from 'chai';
import type { Template } from '../../src/domain/notice/notices.js';
import type { Message } from '../../src/domain/ports/notifier.js';
import { Secret } from '../../src/domain/secret.js';
import type { World } from '../../src/testing/world.js';

/** The code in a link that somebody was mailed. */
export function codeIn(link: Secret | undefined): Secret {
  const code = link && new URL(link.reveal()).searchParams.get('code');
  return new Secret(code ?? expect.fail('no code was mailed'));
}

/** The latest message of a kind to an address. */
export function latest(mail: readonly Message[], to: string, template: Template): Message {
  const found = mail.findLast((message) => message.to === to && message.template === template);
  return found ?? expect.fail(`${to} was sent no ${template}, but ${mail.map((each) => each.template).join(', ')}`);
}

/** Where the last mail to somebody leads. */
export async function mailedTo(world: World, email: string, which: 'link' | 'notMe' = 'link'): Promise<URL> {
  const message = (await world.mail()).findLast((each) => each.to === email && each[which]);
  const address = message?.[which];
  expect(address, `a mail to ${email}`).to.be.instanceOf(Secret);
  return new URL(address?.reveal() ?? '');
}
