import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { adminEnglish } from './admin-en.ts';
import { english } from './en.ts';

/** The same messages in another language: each takes the same values as the English one. */
type Translated<Message> = Message extends string
  ? string
  : Message extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { [Name in keyof Message]: Translated<Message[Name]> };

export type Messages = Translated<typeof english>;
export type AdminMessages = Translated<typeof adminEnglish>;

/** The one export of a language's file: the messages of the desk and of the administration. */
export type Translation = { messages: Messages; adminMessages: AdminMessages };

/** `locale` is the tag that times and numbers follow, which may name a country too. */
type Language = Translation & { language: string; locale: string };

const shown = signal<Language>({
  language: 'en',
  locale: 'en',
  messages: english,
  adminMessages: adminEnglish,
});

export const language: ReadonlySignal<string> = computed(() => shown.value.language);
export const locale: ReadonlySignal<string> = computed(() => shown.value.locale);
/** Every message of the desk in the agent's language. A component that reads it is drawn again when the language changes. */
export const messages: ReadonlySignal<Messages> = computed(() => shown.value.messages);
export const adminMessages: ReadonlySignal<AdminMessages> = computed(() => shown.value.adminMessages);

/** Changes messages, language and locale in one step. */
export function showLanguage(next: Language): void {
  shown.value = next;
}
