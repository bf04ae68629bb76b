// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { expect, test } from 'vitest';
import type { EventDetails } from '../contract/events.ts';
import './preact.ts';

test('Preact knows the element, its attributes and its events', () => {
  const received: string[] = [];
  const { body } = document;

  render(
    <porchlight-chat
      inline
      organization-id="1"
      theme="dark"
      text-title="Ask us"
      onporchlight:message={({ detail }) => received.push(detail.text)}
    />,
    body,
  );

  const element = document.querySelector('porchlight-chat');
  const detail: EventDetails['message'] = { id: '', conversationId: '', from: 'agent', name: '', text: 'Hi', at: 0 };
  element?.dispatchEvent(new CustomEvent('porchlight:message', { detail }));
  expect(element?.getAttribute('text-title')).toBe('Ask us');
  expect(received).toEqual(['Hi']);
});

test('listeners of the document and the element have typed events', () => {
  const texts: string[] = [];
  const listen = ({ detail }: CustomEvent<EventDetails['message']>) => texts.push(detail.text);
  const element = document.createElement('porchlight-chat');
  document.addEventListener('porchlight:message', listen);
  element.addEventListener('porchlight:unread', ({ detail }) => texts.push(String(detail.count)));
  document.body.append(element);

  element.dispatchEvent(new CustomEvent('porchlight:unread', { detail: { count: 2 } }));
  document.removeEventListener('porchlight:message', listen);

  expect(texts).toEqual(['2']);
});

/** Each is a mistake that the types have to see; at run time all are harmless. */
const mistakes: (() => VNode)[] = [
  // @ts-expect-error: no such attribute
  () => <porchlight-chat them="dark" />,
  // @ts-expect-error: no such place
  () => <porchlight-chat position="top" />,
  // @ts-expect-error: no such event
  () => <porchlight-chat onporchlight:massage={() => undefined} />,
];

test('a mistake in markup is a wrong type', () => {
  expect(mistakes.map((write) => write().type)).toEqual(mistakes.map(() => 'porchlight-chat'));
});

test('a mistake in a script is a wrong type', () => {
  // @ts-expect-error: no such detail
  const read = ({ detail }: DocumentEventMap['porchlight:message']) => detail.texts;
  // @ts-expect-error: no such value
  window.porchlightConfig = { src: '/porchlight.js', load: 'later' };
  // @ts-expect-error: no such verb
  void window.Porchlight?.('opne');

  delete window.porchlightConfig;
  expect(read).toBeDefined();
});
