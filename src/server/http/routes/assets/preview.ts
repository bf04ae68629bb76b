import type { StaticFiles } from '../../../static/static-files.ts';

/** No other page may embed the preview, and no script but the widget runs in it. */
export const previewPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data: https:',
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The attributes that a link may set. Not the service's address: a link must not lead chats elsewhere. */
const settable = new Set(
  'organization-id deployment-id queue skills language priority name first-name last-name email phone avatar form locale theme position open end-on storage consent'.split(
    ' ',
  ),
);
const texts = /^(text|field)-[a-z][a-z0-9-]*$/;

/** An empty page with the tag in it. `asked` holds attributes without `data-`; `css` names a ready-made theme. */
export function previewPage(asked: Readonly<Record<string, string>>, files: Pick<StaticFiles, 'has'>): string {
  const attributes = Object.entries(asked)
    .filter(([name]) => settable.has(name) || texts.test(name))
    .map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  const { css = '', locale = 'en' } = asked;
  const stylesheet =
    /^[a-z]+$/.test(css) && files.has(`theme-${css}.css`)
      ? `<link rel="stylesheet" href="/porchlight/theme-${css}.css">`
      : '';
  return `<!doctype html><html lang="${escaped(locale)}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Preview</title>
${stylesheet}<script async src="/porchlight.js"${attributes.join('')}></script></html>`;
}

const escaped = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
