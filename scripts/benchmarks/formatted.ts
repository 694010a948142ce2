/**
 * Gives a page the form that `deno fmt` gives it.
 *
 * @param page The page, in Markdown.
 * @returns The page.
 * @throws {Error} If it cannot be formatted.
 */
export async function formatted(page: string): Promise<string> {
  const child = new Deno.Command("deno", {
    args: ["fmt", "--quiet", "--ext=md", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(page));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error("Cannot format the page: see deno fmt above");
  return new TextDecoder().decode(stdout);
}
