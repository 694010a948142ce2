import { assert, assertEquals, assertMatch } from "@std/assert";
import metadata from "../../deno.json" with { type: "json" };
import { parseCommandLine } from "../../command_line/parse_command_line.ts";
import { COMMAND, parse, taking } from "./_command.ts";

/** What is said of a command line with these values and operands. */
function asked(values: object, ...operands: string[]) {
  return { values: { count: 10, json: false, ...values }, operands };
}

Deno.test("parseCommandLine() gives each value the type that its flag reads", () => {
  const line = parseCommandLine(COMMAND, ["--size", "large", "--count=3", "w"]);
  assert("values" in line);
  const { text, count, size, json } = line.values;
  const typed: [string | undefined, number, number | undefined, boolean] = [
    text,
    count,
    size,
    json,
  ];
  assertEquals(typed, [undefined, 3, 5, false]);
  assertEquals(line.operands, ["w"]);
});

Deno.test("parseCommandLine() leaves a value that looks like something else a text", () => {
  for (
    const text of [
      ...["42", "007", "1e3", "0x10", "-1", "true", "false", "", " ", "a=b"],
      ...["-", "--", "--json", "-x", "--some-text", "__proto__", "a\nb", "😀"],
    ]
  ) {
    assertEquals(parse(["--some-text", text, "w"]), asked({ text }, "w"));
    assertEquals(parse([`--some-text=${text}`, "w"]), asked({ text }, "w"));
    assertEquals(parse(["w", "--some-text", text]), asked({ text }, "w"));
  }
});

Deno.test("parseCommandLine() leaves what is no flag as it is, and in order", () => {
  for (
    const words of [
      ["-"],
      ["true"],
      ["42", "007", "1e3"],
      ["-1", "a", "-.5", "b", "-1e+3"],
      ["", "日本語", "constructor"],
    ]
  ) {
    assertEquals(parse(words), asked({}, ...words));
    assertEquals(parse([...words, "--json"]), asked({ json: true }, ...words));
    assertEquals(parse(["--json", ...words]), asked({ json: true }, ...words));
  }
});

Deno.test("parseCommandLine() takes flags and operands mixed, and the last of a flag", () => {
  assertEquals(
    parse(["a", "--count", "1", "b", "--json", "--count=2", "c", "--json"]),
    asked({ count: 2, json: true }, "a", "b", "c"),
  );
});

Deno.test("parseCommandLine() lists the values of a flag that repeats", () => {
  const command = {
    name: "c",
    description: "d",
    flags: {
      size: {
        usage: "--size <n>",
        help: "a size",
        read: Number,
        repeats: true,
      },
    },
  } as const;
  const read = (...args: string[]) => {
    const line = parseCommandLine(command, args);
    assert("values" in line);
    const sizes: readonly number[] | undefined = line.values.size;
    return sizes;
  };
  assertEquals(read("--size", "1", "--size=2"), [1, 2]);
  assertEquals(read("--size=1"), [1]);
  assertEquals(read(), undefined);
});

Deno.test("parseCommandLine() drops a first -- and takes no flag after another", () => {
  const flags = ["--json", "-x", "--", "--help"];
  assertEquals(parse(["--", "--json"]), asked({ json: true }));
  assertEquals(parse(["a", "--", ...flags]), asked({}, "a", ...flags));
  assertEquals(parse(["--", "--", ...flags]), asked({}, ...flags));
  assertEquals(parse(["--json", "--"]), asked({ json: true }));
});

Deno.test("parseCommandLine() refuses a flag that there is not", () => {
  for (
    const word of [
      ...["--nope", "--nope=1", "-x", "-xh", "-hx", "-h=1", "-json", "---"],
      ...["--json=true", "--json=false", "--json=", "--help=1", "--no-json"],
      ...["--no-json=1", "--no-some-text=1", "--someText", "--text", "--JSON"],
      ...["--constructor", "--toString=1", "--__proto__", "--__proto__.x=1"],
      ...[
        "--_",
        "--_=1",
        "--a.b",
        "--a.b=1",
        "--json.x=1",
        "--=",
        "-é",
        "--😀",
      ],
    ]
  ) {
    for (const args of [[word], [word, "w"], ["w", word], [word, "--json"]]) {
      const said = parse(args);
      assert(typeof said === "string", JSON.stringify([args, said]));
      assert(said.startsWith(`unknown option '${word}'`), said);
      assertMatch(said, /^[^\n]*; see --help$/);
    }
  }
  assertEquals(
    parse(["--a\nb", "--other"]),
    "unknown option '--a b'; see --help",
  );
});

Deno.test("parseCommandLine() says which flag was meant", () => {
  for (
    const [word, meant] of [
      ...["--jsn", "--jsonn", "--josn", "--jsom", "--JSON", "-json", "--json=1"]
        .map((word) => [word, "--json"] as const),
      ...["--some-txet", "--sometext", "--some-tex=3"]
        .map((word) => [word, "--some-text"] as const),
      ["--siez", "--size"],
      ["--hepl", "--help"],
      ["--couunt", "--count"],
      ["--jsze", "--size or --json"],
      ["--jsno=abcdef", "--json"],
      ["--some-abcd", undefined],
      ["--nope", undefined],
      ["--constructor", undefined],
      ["--j", undefined],
      ["-x", undefined],
    ] as const
  ) {
    const hint = meant === undefined ? "" : ` (Did you mean ${meant}?)`;
    assertEquals(parse([word]), `unknown option '${word}'${hint}; see --help`);
  }
});

Deno.test("parseCommandLine() names the nearest flags only, and sees swapped letters", () => {
  const flags = Object.fromEntries(
    (["--top", "--colour", "--colours"] as const).map((usage) => [
      usage,
      { usage, help: "" },
    ]),
  );
  const command = { ...COMMAND, flags };
  for (
    const [word, meant] of [
      ["--colou", "--colour"],
      ["--colour=1", "--colour"],
      ["--coloursx", "--colours"],
      ["--tpo", "--top"],
      ["--otp", "--top"],
    ] as const
  ) {
    assertEquals(
      parse([word], command),
      `unknown option '${word}' (Did you mean ${meant}?); see --help`,
    );
  }
  assertEquals(
    parse(["--foo"], command),
    "unknown option '--foo'; see --help",
  );
});

Deno.test("parseCommandLine() says what is wrong first", () => {
  assertEquals(
    parse(["--nope", "--count", "x", "--some-text"]),
    "unknown option '--nope'; see --help",
  );
});

Deno.test("parseCommandLine() refuses a value that is missing or unusable", () => {
  for (
    const [args, says] of [
      [["--count"], "option '--count <n>' argument missing"],
      [
        ["--json", "--some-text"],
        "option '--some-text <text>' argument missing",
      ],
      [
        ["--count", "-1"],
        "option '--count <n>' argument '-1' is invalid. It must be a whole number",
      ],
      [
        ["--count="],
        "option '--count <n>' argument '' is invalid. It must be a whole number",
      ],
      [
        ["--count", "1\n2"],
        "option '--count <n>' argument '1 2' is invalid. It must be a whole number",
      ],
      [["--size", "small"], 'Cannot be "small"'],
    ] as const
  ) assertEquals(parse(args), `${says}; see --help`);
});

Deno.test("parseCommandLine() refuses words too few and too many", () => {
  const one = taking({ usage: "<word>", help: "" });
  const some = taking({ usage: "[word]", help: "" });
  const missing = "missing required argument 'word'; see --help";
  const tooMany = (most: string, rest: string) =>
    `too many arguments. Expected ${most} but got ${rest}; see --help`;
  for (
    const [command, args, comesTo] of [
      [one, [], missing],
      [one, ["--"], missing],
      [one, ["w"], asked({}, "w")],
      [one, ["w", "x"], tooMany("1 argument", "2: w, x")],
      [some, [], asked({})],
      [some, ["w"], asked({}, "w")],
      [some, ["w", "--", "--json"], tooMany("1 argument", "2: w, --json")],
      [taking(), [], asked({})],
      [taking(), ["w"], tooMany("0 arguments", "1: w")],
      [taking(), ["--", "--", "w"], tooMany("0 arguments", "1: w")],
    ] as const
  ) assertEquals(parse(args, command), comesTo);
});

Deno.test("parseCommandLine() prints help or the version, whatever else is wrong", () => {
  for (const flag of ["--help", "-h", "-hV", "-Vh"]) {
    for (const more of [[], ["--nope"], ["--count", "x"], ["--count"]]) {
      const line = parse([flag, ...more]);
      assert(typeof line === "object" && "text" in line, flag);
      assertMatch(line.text, /^Usage: try /);
    }
  }
  for (const flag of ["--version", "-V", "-VV"]) {
    assertEquals(parse([flag]), { text: metadata.version });
  }
  assertEquals(parse(["--some-text", "--help"]), asked({ text: "--help" }));
});

Deno.test("parseCommandLine() takes 500,000 words, before and behind --", () => {
  const many = new Array<string>(500_000).fill("file");
  for (
    const args of [many, ["--", ...many], ["--json", "--count", "3", ...many]]
  ) {
    const line = parseCommandLine(COMMAND, args);
    assertEquals("operands" in line && line.operands.length, 500_000);
  }
});
