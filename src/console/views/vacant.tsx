import { hashOf } from '../place.ts';
import { en } from '../strings/en.ts';

/** A room whose address is promised and whose view is still to come. Nothing links here. */
export function Vacant() {
  return (
    <section class="room">
      <h2>{en.vacant}</h2>
      <p>
        <a href={hashOf({ room: 'chats', chatId: undefined })}>{en.toChats}</a>
      </p>
    </section>
  );
}
