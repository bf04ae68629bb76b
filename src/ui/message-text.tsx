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

/** A few emoji and nothing else. Digits would pass for parts of emoji. */
export const isEmojiOnly = (body: string) =>
  body.length < 24 && /^(?:(?![\d#*])[\p{Extended_Pictographic}\p{Emoji_Component}\s])+$/u.test(body);
