/**
 * Called before a line is said on stderr: whoever shows there what is not
 * finished, such as a status that is written over, makes room for it.
 */
export const beforeLine: Set<() => void> = new Set();
