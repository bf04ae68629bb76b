import { expect, type Page } from '@playwright/test';

/**
 * Presses keys, and checks after each that the focused element shows it: an outline of 2 px that
 * stands out 3 to 1, and nothing over it. On a page of a customer it checks the widget alone.
 */
export function handsOn(page: Page, whose: 'widget' | 'page' = 'widget') {
  async function press(key: string): Promise<string> {
    await page.keyboard.press(key);
    const { name, ring, width, contrast, isOurs, isNothing, isCovered } = await page.evaluate(focused);
    // Before the widget has come, the launcher has the browser's own ring, which is called "auto".
    const isSeen = ring === 'auto' || (ring === 'solid' && width >= 2 && contrast >= 3);
    if (isOurs || (whose === 'page' && !isNothing))
      expect({ name, isSeen, isCovered }).toEqual({ name, isSeen: true, isCovered: false });
    return name;
  }
  return {
    press,
    /** Goes on until the thing of this name has the focus. */
    async tabTo(name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
      const passed: string[] = [];
      const isThere = (one: string) => (typeof name === 'string' ? one === name : name.test(one));
      while (!passed.some(isThere)) {
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
  // A row of the console shows the focus of its button around all of itself, a composer around its field and button.
  const own = getComputedStyle(one);
  const shown = [own, getComputedStyle(one, '::after'), getComputedStyle(one.parentElement ?? one)];
  const { outlineStyle, outlineWidth, outlineColor } = shown.find(({ outlineStyle }) => outlineStyle !== 'none') ?? own;
  const root = one.getRootNode();
  const panel = root instanceof ShadowRoot && one.closest('[role=dialog]');
  const grounds: string[] = panel ? [getComputedStyle(panel).backgroundColor] : [];
  for (let box = one.parentElement; box && !panel; box = box.parentElement) {
    const { backgroundColor } = getComputedStyle(box);
    if (!/, 0\)$|transparent/.test(backgroundColor)) grounds.push(backgroundColor);
  }
  const behind = grounds[0] ?? 'rgb(255, 255, 255)';
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((value) => {
      const part = Number(value) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker = 0, lighter = 0] = [luminance(outlineColor), luminance(behind)].sort((a, b) => a - b);
  const labels =
    one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement ? one.labels?.[0]?.textContent : undefined;
  const { x, y, width: across, height } = one.getBoundingClientRect();
  const onTop = (root instanceof ShadowRoot ? root : document).elementFromPoint(x + across / 2, y + height / 2);
  return {
    name: one.ariaLabel ?? labels ?? one.textContent ?? '',
    ring: outlineStyle,
    width: Number.parseFloat(outlineWidth),
    contrast: (lighter + 0.05) / (darker + 0.05),
    isOurs: root instanceof ShadowRoot,
    isNothing: one === document.body,
    isCovered: !one.contains(onTop),
  };
}
