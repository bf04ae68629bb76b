import { splitLinks } from './links.ts';

/** A message's words, with its addresses as links. */
export function MessageText({ body }: { body: string }) {
  return splitLinks(body).map(({ text, href }) =>
    href ? (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    ) : (
      text
    ),
  );
}
