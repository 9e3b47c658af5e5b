/* The one sound of the page. A browser lets a page be heard only after somebody clicked or typed in it. */

export class Chime {
  #context: AudioContext | null = null;

  get ready(): boolean {
    return this.#context?.state === 'running';
  }

  /** To be called in a click or a key press; answers whether sound is possible now. */
  async unlock(): Promise<boolean> {
    try {
      this.#context ??= new AudioContext();
      await this.#context.resume();
    } catch {
      // A machine without sound: nothing is lost but the sound.
    }
    return this.ready;
  }

  /** Two soft notes; higher for what is urgent. */
  play(urgent: boolean): void {
    const context = this.#context;
    if (context === null || !this.ready) return;
    const notes = urgent ? [880, 1175, 880] : [587, 784];
    notes.forEach((pitch, i) => {
      const at = context.currentTime + i * 0.14;
      const tone = context.createOscillator();
      const loudness = context.createGain();
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0, at);
      loudness.gain.linearRampToValueAtTime(0.12, at + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
      tone.connect(loudness).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.32);
    });
  }
}
