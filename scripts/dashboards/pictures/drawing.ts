/** A part of a picture, with its upper left corner at 0, 0. */
export interface Drawing {
  /** How much room it takes, in pixels. */
  readonly height: number;
  /** Its elements. */
  readonly body: string;
}
