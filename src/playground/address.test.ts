import { expect, test } from 'vitest';
import { attributes } from '../embed/contract/attributes.ts';
import { readAddress, writeAddress } from './address.ts';
import { choices } from './choices.ts';

test('a setting comes back from its address as it was, and the same faults with it', () => {
  const setting = readAddress(
    '#locale=ar&dir=rtl&sheet=paper&accent=%23C0FFEE&phone=true&seed=77&length=12&faults=drop,tunnel&textTitle=%3Cb%3E',
  );

  expect(setting).toMatchObject({ seed: 77, length: 12, kinds: ['tunnel', 'drop'], direction: 'rtl' });
  expect(setting).toMatchObject({ stylesheet: 'paper', accent: '#C0FFEE', isPhone: true });
  expect(setting.chosen).toMatchObject({ locale: 'ar', textTitle: '<b>' });
  expect(readAddress(writeAddress(setting))).toEqual(setting);
});

test('an address of nonsense is the plain playground', () => {
  const plain = readAddress('');

  expect(readAddress('#seed=-1&length=x&sheet=../x&accent=red&theme=loud&dir=up&faults')).toEqual({
    ...plain,
    kinds: [],
  });
  expect(readAddress('#length=99999').length).toBe(500);
});

test('every attribute of the contract can be chosen, but those that say who is asked', () => {
  const offered = choices.map(({ name }) => name);
  const missing = attributes.filter((name) => !offered.includes(name));

  expect(missing).toEqual(['organizationId', 'deploymentId', 'queue', 'apiBase', 'memberAuthToken', 'global', 'id']);
});
