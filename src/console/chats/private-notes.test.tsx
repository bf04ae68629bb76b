import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { openDesk } from '../../testing/harness/open-desk.ts';
import { createGuest } from '../../testing/harness/test-guest.ts';
import { App } from '../app/app.tsx';

afterEach(cleanup);

test('a private note is written beside a reply, shown to colleagues, and never said to the visitor', async () => {
  const server = await startInProcessServer();
  const desk = openDesk(server);
  render(<App store={desk.store} />);
  await desk.signIn();
  const guest = await createGuest(server, { memberInfo: { displayName: 'Ada' } });
  const socket = await guest.attach();
  fireEvent.click(await screen.findByRole('button', { name: 'Accept' }));
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
  await waitFor(() => expect(document.activeElement).toBe(field));
  fireEvent.input(field, { target: { value: 'half a reply' } });

  fireEvent.keyDown(await screen.findByRole('log'), { key: 'n' });
  const note = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Note' });
  await waitFor(() => expect(document.activeElement).toBe(note));
  expect(note.value).toBe('');
  fireEvent.input(note, { target: { value: 'Be gentle' } });
  fireEvent.keyDown(note, { key: 'Enter' });
  const shown = await screen.findByRole('note');
  expect(shown.textContent).toMatch(/only colleagues see it.*Be gentle/);
  await waitFor(() => expect(note.value).toBe(''));

  fireEvent.click(screen.getByRole('button', { name: 'Reply' }));
  const reply = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
  expect(reply.value).toBe('half a reply');
  fireEvent.keyDown(reply, { key: 'Enter' });
  await socket.waitFor('message half a reply');

  // One written elsewhere arrives by the line alone.
  await server.agent.call('POST', `/api/v2/conversations/chats/${guest.id}/notes`, { body: 'From another tab' });
  await waitFor(() => expect(screen.getAllByRole('note')).toHaveLength(2));
  await guest.say('Last');
  await socket.waitFor('message Last');
  const heard = JSON.stringify([socket.frames, (await guest.call('GET', '/messages')).body]);
  expect(heard).toContain('half a reply');
  expect(heard).not.toMatch(/Be gentle|another tab/);
  socket.close();
  await server.stop();
});
