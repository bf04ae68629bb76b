import { Component, type ComponentChildren } from 'preact';

type BoundaryProps = { children: ComponentChildren; sentence: string; retry: string };

/** A view that breaks costs the panel's content, never the page. */
export class Boundary extends Component<BoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false };

  override componentDidCatch(error: unknown) {
    console.error('Porchlight:', error);
    this.setState({ isBroken: true });
  }

  override render({ children, sentence, retry }: BoundaryProps) {
    if (!this.state.isBroken) return children;
    return (
      <div part="notice" role="alert">
        <p>{sentence}</p>
        <button type="button" onClick={() => this.setState({ isBroken: false })}>
          {retry}
        </button>
      </div>
    );
  }
}
