import type { Build } from '../../client/admin/ports.ts';
import { pastedTag, themeSheet } from '../../embed/contract/pasted-tag.ts';
import { isPreviewed } from './snippet-fields.ts';

/** What a snippet says beside whom it asks, by attribute without `data-`, and `css`, a ready look. Empty is the default. */
export type Choices = Readonly<Record<string, string>>;
export type SnippetTarget = { origin: string; organizationId: string; deploymentId: string; queue: string };

/** What a site owner pastes; with a build, for that version alone. */
export function snippet(shop: SnippetTarget, { css, ...choices }: Choices, build?: Build): string {
  const file = build ? `/porchlight/${build.name}/porchlight.js` : '/porchlight.js';
  const pinned = build ? { integrity: build.loaderHash, crossorigin: 'anonymous' } : {};
  const said = Object.entries(valuesOf(shop, choices)).map(([name, value]) => [`data-${name}`, value]);
  const attributes = { ...pinned, ...Object.fromEntries(said) };
  return pastedTag(`${shop.origin}${file}`, attributes, themeSheet(shop.origin, css));
}

/** What a page's policy has to let through. */
export function policyHeader({ origin }: SnippetTarget, { css, 'api-base': base }: Choices): string {
  const api = URL.parse(base ?? '')?.origin ?? origin;
  const socket = api.replace(/^http/, 'ws');
  const sheet = css ? `; style-src ${origin}` : '';
  return `Content-Security-Policy: script-src ${origin}; connect-src ${api} ${socket}${sheet}`;
}

/** Where the service shows the widget as chosen. */
export function previewAddress(shop: SnippetTarget, { css = '', ...choices }: Choices): string {
  const seen = Object.fromEntries(Object.entries(valuesOf(shop, choices)).filter(([name]) => isPreviewed(name)));
  return `/porchlight/preview?${new URLSearchParams({ ...seen, ...(css && { css }), open: 'true' })}`;
}

function valuesOf({ organizationId, deploymentId, queue }: SnippetTarget, choices: Choices) {
  const chosen = Object.entries(choices).filter(([, value]) => value !== '');
  return { 'organization-id': organizationId, 'deployment-id': deploymentId, queue, ...Object.fromEntries(chosen) };
}
