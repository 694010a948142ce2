import { assertEquals } from "@std/assert";
import { StderrTail } from "../../../adapters/mcp/_stderr_tail.ts";
import {
  controlCharacters,
  DRIVING_TEXT,
} from "../../_helpers/control_characters.ts";

Deno.test("StderrTail quotes nothing that drives a terminal", async () => {
  const lines: string[] = [];
  const tail = new StderrTail((line) => lines.push(line));
  const text = `\x1b[32mgreen\x1b[0m\n${DRIVING_TEXT}`;

  await tail.read(ReadableStream.from([new TextEncoder().encode(text)]));

  assertEquals(tail.text.split("\n")[0], "green");
  assertEquals(controlCharacters(tail.text), []);
  // A listener is a program: it is handed what the server wrote.
  assertEquals(lines.join("\n"), text);
});
