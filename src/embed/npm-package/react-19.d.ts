/** As much of React 19's types as stands beside `<porchlight-chat>` here; a project of its own has `@types/react`. */
declare module 'react' {
  export type ReactNode = ReactElement | string | number | boolean | null | undefined | Iterable<ReactNode>;
  export type ReactElement = { type: unknown; props: object; key: string | null };
  export type RefAttributes<Node> = {
    key?: string | number | null | undefined;
    ref?: { current: Node | null } | ((node: Node | null) => void) | null | undefined;
  };
  export type HTMLAttributes<Node> = {
    children?: ReactNode;
    className?: string | undefined;
    hidden?: boolean | undefined;
    id?: string | undefined;
    lang?: string | undefined;
    slot?: string | undefined;
    title?: string | undefined;
    onClick?: ((event: { currentTarget: Node }) => void) | undefined;
  };
  export function useState<State>(first: State): [State, (next: State) => void];
  export function useEffect(effect: () => undefined | (() => void), on?: readonly unknown[]): void;
  export namespace JSX {
    type Element = ReactElement;
    interface ElementChildrenAttribute {
      children: unknown;
    }
    interface IntrinsicElements {
      main: HTMLAttributes<HTMLElement>;
      p: HTMLAttributes<HTMLParagraphElement>;
    }
  }
}

declare module 'react/jsx-runtime' {
  export { JSX } from 'react';
}
