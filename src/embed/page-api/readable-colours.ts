import type { Chat } from '../contract/loader-api.ts';

/** What WCAG asks of words this small. */
const enough = 4.5;

/** What is read on what, with the variables a site may have set. Private ones hold what came of them. */
const pairs = [
  { words: '--_on-accent', ground: 'var(--_accent)', told: '--porchlight-on-accent on --porchlight-accent' },
  { words: '--_muted', ground: 'surface', told: '--porchlight-muted on --porchlight-surface' },
  { words: '--_danger', ground: 'surface', told: '--porchlight-danger on --porchlight-surface' },
];

/**
 * A site that sets half a theme, or two colours that go badly, gets black or white where words could not be read, and a
 * sentence for its console each. What can be read is left alone.
 */
export function mendColours({ element, launcher, panel }: Pick<Chat, 'element' | 'launcher' | 'panel'>): string[] {
  for (const { words } of pairs) element.style.removeProperty(words);
  panel.style.removeProperty('color');
  const probe = element.ownerDocument.createElement('i');
  probe.hidden = true;
  // Beside the parts: only what is set on the element itself comes to bear.
  launcher.after(probe);
  const said: string[] = [];

  function mend(style: CSSStyleDeclaration, property: string, [words, ground, told]: [string, string, string]): void {
    const [dark, light] = [luminance(probe, words), luminance(probe, ground)].sort((one, other) => one - other);
    const contrast = ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
    // Not a number: no such colour, or one that is seen through.
    if (!(contrast < enough)) return;
    const colour = luminance(probe, ground) < 0.18 ? 'white' : 'black';
    style.setProperty(property, colour);
    said.push(`${told} stands out ${contrast.toFixed(1)} to 1, which nobody can read; ${colour} is shown`);
  }

  const { color, backgroundColor } = getComputedStyle(panel);
  mend(panel.style, 'color', [color, backgroundColor, '--porchlight-text on --porchlight-surface']);
  for (const { words, ground, told } of pairs)
    mend(element.style, words, [`var(${words})`, ground === 'surface' ? backgroundColor : ground, told]);
  probe.remove();
  return said;
}

/** Of any colour CSS can write, by the browser's own arithmetic: it stands second in XYZ. */
function luminance(probe: HTMLElement, colour: string): number {
  probe.style.color = '';
  probe.style.color = `color(from ${colour} xyz x y z)`;
  const [, whole = ''] = /^color\(xyz\S* ([^/]*)\)$/.exec(getComputedStyle(probe).color) ?? [];
  return Number.parseFloat(whole.split(' ')[1] ?? '');
}
