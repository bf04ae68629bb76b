import type { LoaderChat } from '../contract/loader-api.ts';

/** The contrast that WCAG requires of text this small. */
const minContrast = 4.5;

/** Text colours and the backgrounds under them, as private variables, labelled by the variables a site may set. */
const pairs = [
  { text: '--_on-accent', background: 'var(--_accent)', label: '--porchlight-on-accent on --porchlight-accent' },
  { text: '--_muted', background: 'surface', label: '--porchlight-muted on --porchlight-surface' },
  { text: '--_danger', background: 'surface', label: '--porchlight-danger on --porchlight-surface' },
];

/**
 * Shows black or white text where the colours of a site leave too little contrast, and returns a warning for each. Readable
 * colours stay as they are.
 */
export function fixUnreadableColours({
  element,
  launcher,
  panel,
}: Pick<LoaderChat, 'element' | 'launcher' | 'panel'>): string[] {
  for (const { text } of pairs) element.style.removeProperty(text);
  panel.style.removeProperty('color');
  const probe = element.ownerDocument.createElement('i');
  probe.hidden = true;
  // Beside the parts, so that only variables set on the element itself apply.
  launcher.after(probe);
  const warnings: string[] = [];

  function fix(
    style: CSSStyleDeclaration,
    property: string,
    [text, background, label]: [string, string, string],
  ): void {
    const [dark, light] = [luminance(probe, text), luminance(probe, background)].sort((one, other) => one - other);
    const contrast = ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
    // Not a number: no such colour, or a translucent one.
    if (!(contrast < minContrast)) return;
    const colour = luminance(probe, background) < 0.18 ? 'white' : 'black';
    style.setProperty(property, colour);
    warnings.push(`${label} stands out ${contrast.toFixed(1)} to 1, which nobody can read; ${colour} is shown`);
  }

  const { color, backgroundColor } = getComputedStyle(panel);
  fix(panel.style, 'color', [color, backgroundColor, '--porchlight-text on --porchlight-surface']);
  for (const { text, background, label } of pairs)
    fix(element.style, text, [`var(${text})`, background === 'surface' ? backgroundColor : background, label]);
  probe.remove();
  return warnings;
}

/** The luminance of any CSS colour, as the browser itself computes it: the second value of XYZ. */
function luminance(probe: HTMLElement, colour: string): number {
  probe.style.color = '';
  probe.style.color = `color(from ${colour} xyz x y z)`;
  const [, whole = ''] = /^color\(xyz\S* ([^/]*)\)$/.exec(getComputedStyle(probe).color) ?? [];
  return Number.parseFloat(whole.split(' ')[1] ?? '');
}
