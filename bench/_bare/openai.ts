import OpenAI from "openai";

await new OpenAI().chat.completions.create({
  model: "bench",
  messages: [{ role: "user", content: "What is it?" }],
});
