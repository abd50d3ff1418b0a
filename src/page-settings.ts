import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { Environment } from './environment.js';

export interface PageSettings {
  /** Whether we show pages of our own. */
  readonly shown: boolean;
  /** Where people sign in and prove more: paths of every application's own host, or addresses; our pages by default. */
  readonly signInUrl: string | undefined;
  readonly challengeUrl: string | undefined;
  /** What mailed links begin with, without a slash at the end: our own pages, or a team's frontend. */
  readonly linkUrl: string;
}

/** Whose pages they are. See `Brand`. */
export interface Branding {
  readonly name: string;
  readonly color: string;
  readonly darkColor: string;
  readonly logo: { readonly file: string; readonly type: string } | undefined;
  readonly links: readonly { readonly label: string; readonly url: string }[];
}

/** Behind text and buttons: the darker of the two light grounds, the lighter of the two dark ones. See pages.css. */
const grounds = { light: '#f4f5f8', dark: '#181b22' } as const;
/** WCAG 2.2, 1.4.3 (AA) for text. */
const readable = 4.5;
const ours = '#3451d1';
const pictures: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
};
/** Bytes: all of a page stays below 30 KB. */
const largestLogo = 12 * 1024;

export function pages(env: Environment, publicUrl: string, production: boolean): PageSettings {
  const shown = env.oneOf('PAGES', ['on', 'off']) !== 'off';
  const [signIn, stepUp] = shown ? ['/sign-in', '/step-up'] : [];
  return {
    shown,
    signInUrl: page(env, 'SIGN_IN_URL') ?? signIn,
    challengeUrl: page(env, 'CHALLENGE_URL') ?? stepUp,
    linkUrl: linkUrl(env, production) ?? `${publicUrl}/link`,
  };
}

const page = (env: Environment, name: string): string | undefined =>
  env.parsed(name, 'a path such as /sign-in, or an http or https address', (value) => {
    if (/^\/(?![/\\])[!-[\]-~]*$/.test(value)) return value;
    const url = URL.parse(value);
    return url && /^https?:$/.test(url.protocol) && !url.username && !url.hash ? url.href : undefined;
  });

export function branding(env: Environment): Branding {
  const color = colorIn(env, 'BRAND_COLOR', grounds.light, 'darker');
  return {
    name:
      env.parsed('BRAND_NAME', 'a name of at most 64 printable characters', (value) =>
        /^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u.test(value) ? value : undefined,
      ) ?? 'Portcullis',
    color: color ?? ours,
    darkColor: colorIn(env, 'BRAND_COLOR_DARK', grounds.dark, 'lighter') ?? lightened(color ?? ours),
    logo: env.parsed('BRAND_LOGO', 'a file of at most 12 KiB that ends in .svg, .png or .webp', logoAt),
    links:
      env.parsed(
        'BRAND_LINKS',
        'labels and addresses, such as Help=https://example.com/help,Privacy=/privacy',
        linksIn,
      ) ?? [],
  };
}

function colorIn(env: Environment, name: string, ground: string, direction: string): string | undefined {
  const color = env.parsed(name, 'a colour such as #3451d1', (value) =>
    /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : undefined,
  );
  if (color === undefined) return undefined;
  const found = contrast(color, ground);
  if (found < readable) {
    const said = `is ${color}: on ${ground} it has a contrast of ${found.toFixed(2)}, and text needs ${readable} (WCAG 1.4.3)`;
    env.mistake(name, `${said}; take a ${direction} one.`);
  }
  return color;
}

/** The same colour with as much white as makes it readable on dark, and a little more. */
function lightened(color: string): string {
  for (let white = 0; white < 1; white += 0.05) {
    const mixed = channels(color).map((channel) => Math.round(channel + (255 - channel) * white));
    const lighter = `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
    if (contrast(lighter, grounds.dark) >= readable + 1.5) return lighter;
  }
  return '#ffffff';
}

/** 1 to 21: WCAG 2.2, definition of contrast ratio. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2, definition of relative luminance. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = channels(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const channels = (color: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

function logoAt(value: string): Branding['logo'] {
  const type = pictures[extname(value).toLowerCase()];
  const found = statSync(value, { throwIfNoEntry: false });
  return type && found?.isFile() && found.size <= largestLogo ? { file: resolve(value), type } : undefined;
}

function linksIn(value: string): Branding['links'] | undefined {
  const links = value.split(',').map((each) => {
    const at = each.indexOf('=');
    return { label: each.slice(0, at).trim(), url: each.slice(at + 1).trim() };
  });
  const fine = ({ label, url }: (typeof links)[number]) =>
    label !== '' && /^[^\p{C}]{1,40}$/u.test(label) && (/^\/(?![/\\])[!-~]*$/.test(url) || isAddress(url));
  return links.length <= 6 && links.every(fine) ? links : undefined;
}

const isAddress = (url: string): boolean => /^(?:https:|mailto:)$/.test(URL.parse(url)?.protocol ?? '');

/** Never taken from a request: whoever forges a Host header would have links mailed that lead to them. */
function linkUrl(env: Environment, production: boolean): string | undefined {
  const right = `an ${production ? 'https ' : ''}address without a query, such as https://app.example.com/account`;
  return env.parsed('LINK_URL', right, (value) => {
    const url = URL.parse(value);
    if (!url || url.username || url.password || /[?#]/.test(value)) return undefined;
    const fit = url.protocol === 'https:' || (!production && url.protocol === 'http:');
    return fit ? url.href.replace(/\/$/, '') : undefined;
  });
}
