import { choices, stylesheets } from './choices.ts';
import { type FaultKind, faultKinds } from './scenario.ts';

/** All that is chosen, as it stands behind `#` in the address. */
export type Setting = {
  /** By the attribute's dataset name; a default has none. */
  chosen: Readonly<Record<string, string>>;
  stylesheet: string;
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
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const named = choices.flatMap(({ name, values }) => {
    const value = query.get(name) ?? '';
    return value && (values.length === 0 || values.includes(value)) ? [[name, value] as const] : [];
  });
  const kinds = query.get('faults')?.split(',');
  return {
    chosen: { name: 'Vera', open: 'true', ...Object.fromEntries(named) },
    stylesheet: stylesheets.find((sheet) => sheet === query.get('sheet')) ?? '',
    accent: /^#[\da-f]{6}$/i.exec(query.get('accent') ?? '')?.[0] ?? '',
    direction: query.get('dir') === 'rtl' ? 'rtl' : 'ltr',
    isPhone: query.get('phone') === 'true',
    seed: wholeNumber(query.get('seed'), 1, 4_294_967_295),
    length: wholeNumber(query.get('length'), 40, longestRun),
    kinds: faultKinds.filter((kind) => !kinds || kinds.includes(kind)),
  };
}

export function writeAddress({ chosen, stylesheet, accent, direction, isPhone, seed, length, kinds }: Setting): string {
  const all = {
    ...chosen,
    sheet: stylesheet,
    accent,
    dir: direction === 'rtl' ? 'rtl' : '',
    phone: isPhone ? 'true' : '',
  };
  const written = Object.entries(all).filter(([, value]) => value !== '');
  const run = { seed: `${seed}`, length: `${length}`, faults: kinds.join(',') };
  return `#${new URLSearchParams({ ...Object.fromEntries(written), ...run })}`;
}

function wholeNumber(text: string | null, otherwise: number, most: number): number {
  const number = /^\d{1,10}$/.test(text ?? '') ? Number(text) : otherwise;
  return Math.min(Math.max(number, 1), most);
}
