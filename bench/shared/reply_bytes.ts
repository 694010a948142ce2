/** The header that says how long the reply of the model is to be. */
export const REPLY_BYTES = "x-reply-bytes";
