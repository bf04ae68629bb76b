/** @jsxImportSource react */
import type { ReactElement } from 'react';
import { expect, test } from 'vitest';
import './react.ts';

test('React knows the element, its attributes and its events', () => {
  const element = (
    <porchlight-chat
      inline
      className="wide"
      api-base="https://chat.example.com"
      organization-id="1"
      theme="dark"
      field-order-id={77}
      onporchlight:message={({ detail }) => detail.text.trim()}
    />
  );

  expect(element.props).toMatchObject({ 'organization-id': '1', 'field-order-id': 77 });
});

/** Each is a mistake that the types have to see; at run time all are harmless. */
const mistakes: (() => ReactElement)[] = [
  // @ts-expect-error: no such attribute
  () => <porchlight-chat them="dark" />,
  // @ts-expect-error: no such theme
  () => <porchlight-chat theme="drak" />,
  // @ts-expect-error: not one of the dashed one's words
  () => <porchlight-chat end-on="never" />,
  // @ts-expect-error: no such event
  () => <porchlight-chat onporchlight:massage={() => undefined} />,
  // @ts-expect-error: no such detail
  () => <porchlight-chat onporchlight:message={({ detail }) => detail.texts} />,
];

test('a mistake in markup is a wrong type', () => {
  expect(mistakes.map((write) => write().type)).toEqual(mistakes.map(() => 'porchlight-chat'));
});
