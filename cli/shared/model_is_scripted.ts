/** What a person hears before the first run that the scripted model answers. */
export const MODEL_IS_SCRIPTED: string =
  "The model is scripted: a local program answers in place of a paid model, from the messages and tools it is sent.";

/** The variable that is set for a command whose caller has said that already. */
export const PREFACE_SAID = "TURNSPAN_PREFACE_SAID";
