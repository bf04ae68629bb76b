import { splitLinks } from './links.ts';

type MessageTextProps = {
  body: string;
  /** A link was pressed; `preventDefault` keeps it from being followed. Default: it is followed. */
  onLink?: ((event: Event, href: string) => void) | undefined;
};

/** A message's words, with its addresses as links: those of this site stay in this tab. */
export function MessageText({ body, onLink }: MessageTextProps) {
  return splitLinks(body).map(({ text, href }) => {
    if (!href) return text;
    const away = /^http/.test(href) &&
      new URL(href).origin !== document.location.origin && { target: '_blank', rel: 'noopener noreferrer' };
    return (
      <a href={href} {...away} onClick={(event) => onLink?.(event, href)}>
        {text}
      </a>
    );
  });
}

/** One to six emoji as people see them, families, flags and keycaps among them, and nothing else. */
export function isEmojiOnly(body: string): boolean {
  if (!ofEmojiParts.test(body) || !/[^\s\d#*]/.test(body)) return false;
  fewEmoji ??= patternOf('^\\s*(?:\\p{RGI_Emoji}\\s*){1,6}$');
  return fewEmoji.test(body);
}

/** Whatever an emoji is put together from. It spares almost every text the pattern that takes milliseconds to make. */
const ofEmojiParts = /^(?:[\s\d#*©®㊗㊙]|[\u2000-\u303f]|[\ud800-\udfff]|\ufe0f)+$/;

let fewEmoji: { test(text: string): boolean } | undefined;

// Not a literal: where the flag is unknown, emoji stay small.
function patternOf(source: string): { test(text: string): boolean } {
  try {
    return new RegExp(source, 'v');
  } catch {
    return { test: () => false };
  }
}
