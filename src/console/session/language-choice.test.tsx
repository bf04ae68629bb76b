import '../../testing/harness/dom.ts';
import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { createMemoryStorage } from '../../testing/fakes/memory-storage.ts';
import { createPreferences } from '../core/preferences.ts';
import { loadLanguage } from '../messages/load-language.ts';
import { LanguageChoice } from './language-choice.tsx';

afterEach(async () => {
  cleanup();
  await loadLanguage(['en'], document.documentElement);
});

test('another language changes what is shown in place, and the choice keeps the focus', async () => {
  render(<LanguageChoice preferences={createPreferences(createMemoryStorage())} />);
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Language' });
  select.focus();

  await loadLanguage(['de'], document.documentElement);

  await waitFor(() => expect(screen.getByRole('combobox', { name: 'Sprache' })).toBe(select));
  expect(select.value).toBe('de');
  expect(document.activeElement).toBe(select);
});
