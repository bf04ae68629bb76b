/** @jsxImportSource vue */
// @vitest-environment happy-dom

import { expect, test } from 'vitest';
import { createApp, type GlobalComponents, type VNode } from 'vue';
import type { EventDetails } from '../contract/events.ts';
import './vue.ts';

test('Vue knows the element, its attributes and its events', () => {
  const received: string[] = [];
  const app = createApp(() => (
    <porchlight-chat
      inline
      organization-id="1"
      theme="dark"
      {...{ 'onPorchlight:message': ({ detail }: CustomEvent<EventDetails['message']>) => received.push(detail.text) }}
    />
  ));
  app.config.compilerOptions.isCustomElement = (name) => name === 'porchlight-chat';
  app.mount(document.body);

  const element = document.querySelector('porchlight-chat');
  const detail: EventDetails['message'] = { id: '', conversationId: '', from: 'agent', name: '', text: 'Hi', at: 0 };
  element?.dispatchEvent(new CustomEvent('porchlight:message', { detail }));
  expect(element?.getAttribute('organization-id')).toBe('1');
  expect(received).toEqual(['Hi']);
});

/** As templates look at it. */
type Props = InstanceType<GlobalComponents['porchlight-chat']>['$props'];

/** Each is a mistake that the types have to see; at run time all are harmless. */
const mistakes: (() => VNode)[] = [
  // @ts-expect-error: no such attribute
  () => <porchlight-chat them="dark" />,
  // @ts-expect-error: no such theme
  () => <porchlight-chat theme="drak" />,
  // @ts-expect-error: no such detail
  () => <porchlight-chat onPorchlight:message={({ detail }) => detail.texts} />,
];
// @ts-expect-error: no such attribute
const inTemplates: Props = { 'organisation-id': '1' };

test('a mistake in markup is a wrong type', () => {
  expect(mistakes.map((write) => write().type)).toEqual(mistakes.map(() => 'porchlight-chat'));
  expect(inTemplates).toBeDefined();
});
