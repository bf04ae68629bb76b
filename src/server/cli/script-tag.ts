/** The tag that a site owner pastes into a page. */
export function scriptTag(tag: {
  origin: string;
  organizationId: string;
  deploymentId: string;
  queue: string | undefined;
}): string {
  return [
    `<script async src="${tag.origin}/porchlight.js"`,
    `  data-organization-id="${tag.organizationId}"`,
    `  data-deployment-id="${tag.deploymentId}"`,
    `  data-queue="${quoted(tag.queue ?? '…')}"></script>`,
  ].join('\n');
}

const quoted = (value: string) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
