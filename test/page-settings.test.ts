import { expect } from 'chai';
import { loadConfig, ConfigMistakes } from '../src/config.js';
import { contrast } from '../src/page-settings.js';
import { readFileSync } from 'node:fs';

function mistakes(variables: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadConfig(variables);
  } catch (error) {
    if (error instanceof ConfigMistakes) return error.mistakes;
    throw error;
  }
  return [];
}

describe('The settings of the pages', () => {
  it('measure contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).to.equal(21);
    expect(contrast('#777777', '#ffffff')).to.be.closeTo(4.48, 0.005);
    expect(contrast('#3451d1', '#3451d1')).to.equal(1);
  });

  it('take a brand, and make its colour light enough for the night', () => {
    const { brand } = loadConfig({ BRAND_NAME: 'Grüne Bücher', BRAND_COLOR: '#0B5D3B', BRAND_LINKS: 'Help=https://example.com/help,Privacy=/privacy' }); // prettier-ignore
    expect(brand).to.include({ name: 'Grüne Bücher', color: '#0b5d3b' });
    expect(contrast(brand.darkColor, '#181b22')).to.be.at.least(4.5);
    expect(brand.links).to.deep.equal([
      { label: 'Help', url: 'https://example.com/help' },
      { label: 'Privacy', url: '/privacy' },
    ]);
    expect(loadConfig({ BRAND_LOGO: 'src/adapters/web/portcullis.svg' }).brand.logo?.type).to.equal('image/svg+xml');
  });

  it('say what is wrong with a colour that cannot be read, in figures', () => {
    expect(mistakes({ BRAND_COLOR: '#ffcc00' })).to.deep.equal([
      'BRAND_COLOR is #ffcc00: on #f4f5f8 it has a contrast of 1.39, and text needs 4.5 (WCAG 1.4.3); take a darker one.',
    ]);
    expect(mistakes({ BRAND_COLOR_DARK: '#222222' })[0]).to.match(/^BRAND_COLOR_DARK .* take a lighter one\.$/);
  });

  it('refuse what is no colour, no picture, no link and no name', () => {
    const wrong = {
      BRAND_COLOR: ['blue', '#fff', 'url(x)', '#12345g'],
      BRAND_LOGO: ['missing.svg', 'package.json', '.', 'package-lock.json'],
      BRAND_LINKS: [
        'Help',
        'Help=javascript:alert(1)',
        'Help=//evil.example',
        '=https://a.example',
        'A=http://a.example',
      ],
      BRAND_NAME: ['a\u0000b', 'x'.repeat(65)],
      PAGES: ['maybe'],
    };
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) expect(mistakes({ [name]: value }), `${name}=${value}`).to.have.length(1);
    }
  });

  it('check colours against the grounds that the stylesheet has', () => {
    const style = readFileSync('src/adapters/web/pages.css', 'utf8');
    expect(style.match(/--page: (#\w+)/g)).to.deep.equal(['--page: #f4f5f8', '--page: #0e1014']);
    expect(style.match(/--card: (#\w+)/g)).to.deep.equal(['--card: #fff', '--card: #181b22']);
  });
});
