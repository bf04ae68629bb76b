/** A tag as a site owner pastes it: its attributes in their order, after the stylesheet of a ready theme. */
export function pastedTag(src: string, attributes: Readonly<Record<string, string>>, sheet?: string): string {
  const lines = Object.entries(attributes).map(([name, value]) => `\n  ${name}="${quoted(value)}"`);
  const link = sheet ? `<link rel="stylesheet" href="${sheet}">\n` : '';
  return `${link}<script async src="${src}"${lines.join('')}></script>`;
}

/** The address of a ready theme's stylesheet; undefined for none. */
export const themeSheet = (origin: string, name: string | undefined): string | undefined =>
  name ? `${origin}/porchlight/theme-${name}.css` : undefined;

const quoted = (value: string) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
