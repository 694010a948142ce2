/** The ways in which text is written, by the class that names each. */
export const TEXT_STYLES = {
  /** The question of a picture. */
  question: { size: 19, bold: true },
  /** A panel's title. */
  title: { size: 14, bold: true },
  /** What explains: descriptions, headings of columns, ticks. */
  note: { size: 12, bold: false },
  /** Values. */
  value: { size: 12, bold: false },
  /** A value that the eye is led to. */
  strong: { size: 12, bold: true },
} as const;

/** Names one of {@linkcode TEXT_STYLES}. */
export type TextStyle = keyof typeof TEXT_STYLES;
