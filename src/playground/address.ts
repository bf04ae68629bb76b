import { choices, sheets } from './choices.ts';
import { type FaultKind, faultKinds } from './scenario.ts';

/** All that is chosen, as it stands behind `#` in the address. */
export type Setting = {
  /** By the attribute's dataset name; a default has none. */
  chosen: Readonly<Record<string, string>>;
  sheet: string;
  accent: string;
  direction: 'ltr' | 'rtl';
  isPhone: boolean;
  seed: number;
  length: number;
  kinds: readonly FaultKind[];
};

const longestRun = 500;

/** Whatever stands there: what makes no sense is left out. */
export function readAddress(hash: string): Setting {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const named = choices.flatMap(({ name, words }) => {
    const value = asked.get(name) ?? '';
    return value && (words.length === 0 || words.includes(value)) ? [[name, value] as const] : [];
  });
  const kinds = asked.get('faults')?.split(',');
  return {
    chosen: { name: 'Vera', open: 'true', ...Object.fromEntries(named) },
    sheet: sheets.find((sheet) => sheet === asked.get('sheet')) ?? '',
    accent: /^#[\da-f]{6}$/i.exec(asked.get('accent') ?? '')?.[0] ?? '',
    direction: asked.get('dir') === 'rtl' ? 'rtl' : 'ltr',
    isPhone: asked.get('phone') === 'true',
    seed: wholeNumber(asked.get('seed'), 1, 4_294_967_295),
    length: wholeNumber(asked.get('length'), 40, longestRun),
    kinds: faultKinds.filter((kind) => !kinds || kinds.includes(kind)),
  };
}

export function writeAddress({ chosen, sheet, accent, direction, isPhone, seed, length, kinds }: Setting): string {
  const all = { ...chosen, sheet, accent, dir: direction === 'rtl' ? 'rtl' : '', phone: isPhone ? 'true' : '' };
  const said = Object.entries(all).filter(([, value]) => value !== '');
  const run = { seed: `${seed}`, length: `${length}`, faults: kinds.join(',') };
  return `#${new URLSearchParams({ ...Object.fromEntries(said), ...run })}`;
}

function wholeNumber(text: string | null, otherwise: number, most: number): number {
  const number = /^\d{1,10}$/.test(text ?? '') ? Number(text) : otherwise;
  return Math.min(Math.max(number, 1), most);
}
