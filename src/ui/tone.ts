export type Tone = { play(): void; stop(): void };

/**
 * Two short notes, made here: no file to fetch, nothing a policy could refuse. `onReady`: from now on they can be heard.
 */
export function createTone(gestures: EventTarget, onReady = () => {}): Tone {
  let context: AudioContext | undefined;

  /** Browsers let a page sound only after a gesture, and some only within one. */
  function prime(): void {
    try {
      context ??= open();
      if (context.state === 'suspended') context.resume().catch(() => {});
    } catch {
      // No sound to be had here.
    }
  }

  function open(): AudioContext {
    const opened = new AudioContext();
    opened.onstatechange = () => opened.state === 'running' && onReady();
    return opened;
  }

  function note(at: number, pitchHz: number, audio: AudioContext): void {
    const wave = audio.createOscillator();
    const volume = audio.createGain();
    wave.frequency.value = pitchHz;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.28);
    wave.connect(volume).connect(audio.destination);
    wave.start(at);
    wave.stop(at + 0.3);
  }

  // The tone may be created after the first gesture.
  if (navigator.userActivation?.hasBeenActive) prime();
  gestures.addEventListener('pointerdown', prime);
  gestures.addEventListener('keydown', prime, true);
  return {
    play() {
      if (context?.state !== 'running') return;
      note(context.currentTime, 660, context);
      note(context.currentTime + 0.12, 880, context);
    },
    stop() {
      gestures.removeEventListener('pointerdown', prime);
      gestures.removeEventListener('keydown', prime, true);
      context?.close().catch(() => {});
      context = undefined;
    },
  };
}
