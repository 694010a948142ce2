import { assert } from "@std/assert";
import { MadeText } from "./_made_json.ts";
import { Random } from "./_random.ts";
import { ReaderUnderTest } from "./_read_anew.ts";

Deno.test("RequestReader reads as anew whatever becomes of a request", () => {
  const random = new Random(23);
  let parsed = 0;
  let read = 0;
  for (let round = 0; round < 300; round++) {
    const reader = new ReaderUnderTest();
    const text = new MadeText(random);
    for (let request = 0; request < 12; request++) {
      const body = text.next();
      parsed += reader.read(body);
      read += body.length;
    }
  }
  // And not because it reads all of it each time.
  assert(parsed < 0.6 * read, `${parsed} of ${read}`);
});
