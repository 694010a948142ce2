import type { Drawing } from "./drawing.ts";

/** One panel of a picture, whatever the backend. */
export interface PanelDrawing {
  readonly title: string;
  /** What one reads in it. */
  readonly description: string;
  /** Draws what is in it, in the room that there is. */
  readonly draw: (width: number) => Drawing;
  /** Whether half the width is enough. */
  readonly narrow: boolean;
}
