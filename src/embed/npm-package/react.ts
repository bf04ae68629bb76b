import type { HTMLAttributes, RefAttributes } from 'react';
import type { PorchlightChatElement, WrittenAttributes, WrittenListeners } from '../contract/element-attributes.ts';

type Others = Omit<HTMLAttributes<PorchlightChatElement>, keyof WrittenAttributes> &
  RefAttributes<PorchlightChatElement> & { class?: string | undefined };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'porchlight-chat': Others & WrittenAttributes & WrittenListeners;
    }
  }
}
