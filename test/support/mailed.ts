import { expect } from 'chai';
import type { Template } from '../../src/domain/notice/notices.js';
import type { Message } from '../../src/domain/ports/notifier.js';
import { Secret } from '../../src/domain/secret.js';

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
