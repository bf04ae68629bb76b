import type { HTMLAttributes, ReservedProps } from 'vue';
import type {} from 'vue/jsx-runtime';
import type { VueListeners, WrittenAttributes } from '../contract/element-attributes.ts';

type Props = Omit<HTMLAttributes, keyof WrittenAttributes> & ReservedProps & WrittenAttributes & VueListeners;

// Templates look here, JSX there. The compiler has to be told that the element is no component: `isCustomElement`.
declare module 'vue' {
  interface GlobalComponents {
    'porchlight-chat': new () => { $props: Props };
  }
}
declare module 'vue/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'porchlight-chat': Props;
    }
  }
}
