import type { Build } from '../../client/admin/ports.ts';
import { pastedTag, themeSheet } from '../../embed/contract/pasted-tag.ts';
import { isPreviewed } from './snippet-fields.ts';

/** Chosen values by attribute without `data-`; `css` names a ready-made theme. An empty value is the default. */
export type Choices = Readonly<Record<string, string>>;
export type SnippetTarget = { origin: string; organizationId: string; deploymentId: string; queue: string };

/** The tag that a site owner pastes; with a build, pinned to that version. */
export function snippet(target: SnippetTarget, { css, ...choices }: Choices, build?: Build): string {
  const file = build ? `/porchlight/${build.name}/porchlight.js` : '/porchlight.js';
  const pinned = build ? { integrity: build.loaderHash, crossorigin: 'anonymous' } : {};
  const settings = Object.entries(valuesOf(target, choices)).map(([name, value]) => [`data-${name}`, value]);
  const attributes = { ...pinned, ...Object.fromEntries(settings) };
  return pastedTag(`${target.origin}${file}`, attributes, themeSheet(target.origin, css));
}

/** The content security policy that a page needs for the tag. */
export function policyHeader({ origin }: SnippetTarget, { css, 'api-base': base }: Choices): string {
  const api = URL.parse(base ?? '')?.origin ?? origin;
  const socket = api.replace(/^http/, 'ws');
  const styleRule = css ? `; style-src ${origin}` : '';
  return `Content-Security-Policy: script-src ${origin}; connect-src ${api} ${socket}${styleRule}`;
}

/** The address of the preview with the chosen values. */
export function previewAddress(target: SnippetTarget, { css = '', ...choices }: Choices): string {
  const seen = Object.fromEntries(Object.entries(valuesOf(target, choices)).filter(([name]) => isPreviewed(name)));
  return `/porchlight/preview?${new URLSearchParams({ ...seen, ...(css && { css }), open: 'true' })}`;
}

function valuesOf({ organizationId, deploymentId, queue }: SnippetTarget, choices: Choices) {
  const chosen = Object.entries(choices).filter(([, value]) => value !== '');
  return { 'organization-id': organizationId, 'deployment-id': deploymentId, queue, ...Object.fromEntries(chosen) };
}
