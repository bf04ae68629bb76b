import type { Component, ComponentChildren } from 'preact';

type BoundaryProps = { children: ComponentChildren; sentence: string; onBroken(error: unknown): void };

/** Shows a sentence where a view throws, which then never reaches the page. Preact makes `this` of the function a component. */
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
