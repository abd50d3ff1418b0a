import type { Parts } from './letter.js';

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (value: string): string => value.replace(/[&<>"']/g, (character) => named[character] ?? '');

// Inside elements alone, and nothing is fetched from anywhere: mail programs drop the rest, and nobody sees who reads.
const page = 'margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif';
const column = 'max-width:34em;margin:0 auto';
const button =
  'display:inline-block;padding:10px 18px;border-radius:6px;background:#1f4fd8;color:#ffffff;text-decoration:none;font-weight:600';
const small = 'font-size:14px;opacity:0.75';

/** The same as the text, for whoever reads HTML. Every value is escaped here, wherever it came from. */
export function html({ language, words, facts, link, notMe, signature }: Parts): string {
  const body = [
    `<h1 style="font-size:20px;margin:0 0 16px">${escaped(words.subject)}</h1>`,
    ...words.paragraphs.map(paragraph),
    ...(link ? [paragraphOf(anchor(link, words.action ?? link, button))] : []),
    `<table role="presentation" style="margin:16px 0;border-spacing:0">${facts.map(row).join('')}</table>`,
    ...(typeof notMe === 'object'
      ? [paragraphOf(`${escaped(notMe.question)} ${anchor(notMe.link, notMe.action, 'color:inherit')}`)]
      : notMe
        ? [paragraph(notMe)]
        : []),
    `<p style="${escaped(small)}">${escaped(signature)}</p>`,
  ];
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<meta name="color-scheme" content="light dark"><title>${escaped(words.subject)}</title></head>`,
    `<body style="${escaped(page)}"><div style="${escaped(column)}">`,
    ...body,
    '</div></body></html>\n',
  ].join('\n');
}

const paragraphOf = (inner: string): string => `<p style="margin:0 0 16px">${inner}</p>`;
const paragraph = (text: string): string => paragraphOf(escaped(text));
const anchor = (link: string, label: string, style: string): string =>
  `<a href="${escaped(link)}" style="${escaped(style)}">${escaped(label)}</a>`;
const row = ([label, value]: readonly [string, string]): string =>
  `<tr><td style="padding:0 16px 0 0;opacity:0.75">${escaped(label)}</td><td>${escaped(value)}</td></tr>`;
