import type { HTMLAttributes, ReservedProps } from 'vue';
import type {} from 'vue/jsx-runtime';
import type { VueListeners, WrittenAttributes } from '../contract/element-attributes.ts';

type Props = Omit<HTMLAttributes, keyof WrittenAttributes> & ReservedProps & WrittenAttributes & VueListeners;

// The first is for templates, the second for JSX. The compiler needs `isCustomElement`, since the element is no component.
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
