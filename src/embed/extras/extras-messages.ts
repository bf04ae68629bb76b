import type { ExtrasContext } from '../widget/extras-context.ts';
import { extrasEn } from '../widget/messages/extras-en.ts';
import type { AllMessages } from '../widget/messages/messages.ts';
import { readMessages } from '../widget/messages/read-messages.ts';

/** The current messages of the panel and of the extras. */
export function extrasMessages({ settings, config }: ExtrasContext): AllMessages {
  const { translation, messages } = config();
  return { ...readMessages({ ...extrasEn, ...translation }, settings), ...messages };
}

/** Calls after each drawing of the panel, which may have changed its language: its `lang` is written each time. */
export function onLanguageChange({ panel }: ExtrasContext, onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(panel, { attributeFilter: ['lang'] });
  return () => observer.disconnect();
}
