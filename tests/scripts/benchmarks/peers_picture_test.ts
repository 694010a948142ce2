import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Results } from "../../../bench/harness/results.ts";
import {
  PEERS_PICTURE,
  peersInWords,
  peersPicture,
  peersPictureOnPage,
} from "../../../scripts/benchmarks/peers_picture.ts";

const ROOT = new URL("../../../", import.meta.url);
const read = (path: string) => Deno.readTextFileSync(new URL(path, ROOT));

const results: Results = JSON.parse(read("bench/results.json"));

const FIGURE = { key: "cpu", title: "CPU", unit: "ms", added: true };

const MADE_UP: Results = {
  ...results,
  suites: [{
    ...{ name: "peers-fake", title: "Peers: a <framework>", about: "" },
    ...{ bare: "bare", reference: "theirs", rounds: 1, figures: [FIGURE] },
    ways: [
      { name: "bare", values: { cpu: [10] } },
      { name: "theirs", values: { cpu: [12.5] } },
      { name: "turnspan, content on", values: { cpu: [10.25] } },
    ],
  }, {
    ...{ name: "recorder", title: "Recorder", about: "", reference: "a" },
    ...{ rounds: 1, figures: [FIGURE] },
    ways: [{ name: "a", values: { cpu: [1] } }],
  }],
};

Deno.test("peersPicture() is the one on the site, as bench/results.json says", () => {
  assertEquals(
    read(`docs/public/${PEERS_PICTURE}`),
    peersPicture(results),
    "Run: deno task docs:benchmarks",
  );
});

Deno.test("peersPictureOnPage() is what the page includes, as bench/results.json says", () => {
  assertEquals(
    read("docs/.vitepress/benchmarks/peers.md"),
    peersPictureOnPage(results),
    "Run: deno task docs:benchmarks",
  );
  assertStringIncludes(
    read("docs/benchmarks.md"),
    "<!--@include: @/.vitepress/benchmarks/peers.md-->",
  );
});

Deno.test("peersInWords() says what each way adds, the cheapest first", () => {
  assertEquals(
    peersInWords(MADE_UP),
    "Added processor time a turn, in milliseconds. a <framework>: turnspan, content on 0.25; theirs 2.50.",
  );
});

Deno.test("peersPicture() draws a bar for each way, ours in another colour, and says so in words", () => {
  const svg = peersPicture(MADE_UP);
  assertStringIncludes(
    svg,
    "a &lt;framework&gt;: turnspan, content on 0.25; theirs 2.50.",
  );
  const [ours, theirs] = [
    svg.indexOf(">turnspan, content on<"),
    svg.indexOf(">theirs<"),
  ];
  assert(0 < ours && ours < theirs, svg);
  assertEquals(svg.includes(">bare<"), false);
  assertEquals(svg.match(/class="c0"/g)?.length, 1);
  assertEquals(svg.match(/class="c1"/g)?.length, 1);
});
