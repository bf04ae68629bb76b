import { expect, type Page } from '@playwright/test';

/**
 * Presses keys, and after each looks that what has the focus shows it: an outline of 2 px that
 * stands out 3 to 1, and nothing over it.
 */
export function handsOn(page: Page) {
  async function press(key: string): Promise<string> {
    await page.keyboard.press(key);
    const { name, ring, width, contrast, isOurs, isCovered } = await page.evaluate(focused);
    // Before the widget has come, the launcher has the browser's own ring, which is called "auto".
    const isSeen = ring === 'auto' || (ring === 'solid' && width >= 2 && contrast >= 3);
    if (isOurs) expect({ name, isSeen, isCovered }).toEqual({ name, isSeen: true, isCovered: false });
    return name;
  }
  return {
    press,
    /** Goes on until the thing of this name has the focus. */
    async tabTo(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
      const passed: string[] = [];
      while (!passed.includes(name)) {
        expect(passed.length, `${name} is not among ${passed.join(', ')}`).toBeLessThan(20);
        passed.push(await press(key));
      }
    },
  };
}

function focused() {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  if (!(one instanceof HTMLElement)) throw new Error('nothing has the focus');
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
  const root = one.getRootNode();
  const panel = root instanceof ShadowRoot && one.closest('[role=dialog]');
  const behind = panel ? getComputedStyle(panel).backgroundColor : 'rgb(255, 255, 255)';
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((value) => {
      const part = Number(value) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker = 0, lighter = 0] = [luminance(outlineColor), luminance(behind)].sort((a, b) => a - b);
  const labels = one instanceof HTMLInputElement ? one.labels?.[0]?.textContent : undefined;
  const { x, y, width: across, height } = one.getBoundingClientRect();
  const onTop = (root instanceof ShadowRoot ? root : document).elementFromPoint(x + across / 2, y + height / 2);
  return {
    name: one.ariaLabel ?? labels ?? one.textContent ?? '',
    ring: outlineStyle,
    width: Number.parseFloat(outlineWidth),
    contrast: (lighter + 0.05) / (darker + 0.05),
    isOurs: root instanceof ShadowRoot,
    isCovered: !one.contains(onTop),
  };
}
