import { isIP } from 'node:net';
import type { Language } from '../../domain/notice/language.js';
import { hasNotMe } from '../../domain/notice/notices.js';
import type { Message } from '../../domain/ports/notifier.js';
import type { Catalogue, Words } from './catalogue.js';
import { german } from './catalogue-de.js';
import { english } from './catalogue-en.js';
import { html } from './html.js';

const catalogues: Readonly<Record<Language, Catalogue>> = { en: english, de: german };

/** Whose letters they are. */
export interface Sender {
  /** As people know it. */
  readonly service: string;
  /** The origin where it answers. */
  readonly url: string;
}

/** A message in words: what a mail is made of. */
export interface Letter {
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Parts {
  readonly language: Language;
  readonly words: Words;
  /** Label and value. */
  readonly facts: readonly (readonly [string, string])[];
  readonly link: string | undefined;
  readonly notMe: { readonly question: string; readonly action: string; readonly link: string } | string | undefined;
  readonly signature: string;
}

export function letter(message: Message, { service, url }: Sender): Letter {
  const catalogue = catalogues[message.language];
  const words = wordsOf(catalogue, message);
  const parts: Parts = {
    language: message.language,
    words,
    facts: factsOf(catalogue, message),
    link: message.link?.reveal(),
    notMe: notMeOf(catalogue, message),
    signature: catalogue.signature(service, url),
  };
  return { language: message.language, subject: words.subject, text: text(parts), html: html(parts) };
}

function wordsOf({ notices }: Catalogue, { template, values }: Message): Words {
  // A template and its values belong together by the type of a message; the compiler does not see it of a union.
  return (notices[template] as (values: Message['values']) => Words)(values);
}

function factsOf({ labels, moment }: Catalogue, { at, device, address }: Message): Parts['facts'] {
  const shown = device && harmless(device);
  return [
    [labels.when, moment(at)],
    ...(shown ? [[labels.device, shown] as const] : []),
    ...(address && isIP(address) !== 0 ? [[labels.address, address] as const] : []),
  ];
}

/** A stranger writes their device's name: nothing in it may look like an address that a mail program makes a link of. */
const harmless = (label: string): string =>
  label
    .replace(/[^\p{L}\p{N} -]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();

function notMeOf({ notMe }: Catalogue, message: Message): Parts['notMe'] {
  if (message.notMe) return { question: notMe.question, action: notMe.action, link: message.notMe.reveal() };
  return hasNotMe(message.template) ? notMe.advice : undefined;
}

function text({ words, facts, link, notMe, signature }: Parts): string {
  const blocks = [
    ...words.paragraphs,
    ...(link ? [words.action ? `${words.action}:\n${link}` : link] : []),
    facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    ...(typeof notMe === 'object' ? [`${notMe.question} ${notMe.action}:\n${notMe.link}`] : notMe ? [notMe] : []),
    `-- \n${signature}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}
