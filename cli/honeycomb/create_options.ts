/** What is created besides the board. */
export interface CreateOptions {
  /** Whether the triggers are. */
  readonly triggers: boolean;
  /** Whom new ones notify. */
  readonly recipients: readonly string[];
  /** Where missing columns are created; found out unless given. */
  readonly dataset?: string;
  /** Is told what is done. */
  readonly onProgress: (text: string) => void;
}
