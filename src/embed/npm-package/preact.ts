import type { ClassAttributes, HTMLAttributes } from 'preact';
import type { PorchlightChatElement, WrittenAttributes, WrittenListeners } from '../contract/element-attributes.ts';

type Others = Omit<HTMLAttributes<PorchlightChatElement>, keyof WrittenAttributes> &
  ClassAttributes<PorchlightChatElement>;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'porchlight-chat': Others & WrittenAttributes & WrittenListeners;
    }
  }
}
