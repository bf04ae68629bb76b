import type { Component, ComponentChildren } from 'preact';

type BoundaryProps = { children: ComponentChildren; sentence: string; onBroken(error: unknown): void };

/** A view that breaks costs the panel's content, never the page. A function whose `this` Preact makes a component. */
export function Boundary(
  this: Component<BoundaryProps, { isBroken?: boolean }>,
  { children, sentence, onBroken }: BoundaryProps,
) {
  this.componentDidCatch = (error) => {
    onBroken(error);
    this.setState({ isBroken: true });
  };
  return this.state?.isBroken ? <p part="notice">{sentence}</p> : children;
}
