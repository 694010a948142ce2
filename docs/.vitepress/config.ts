import { defineConfig } from "vitepress";
import { fitToWidth } from "./fit_to_width.ts";
import { writeLlms } from "./llms.ts";
import { withMark } from "./marks.ts";
import { addressConfig, PROJECT, withCloneCommand } from "./project.ts";
import { checkTypes } from "./twoslash.ts";

/** Pages in the order in which a newcomer reads them. */
const sidebar = [
  {
    text: "Start",
    items: [
      { text: "Install", link: "/install" },
      { text: "Quick start", link: "/quick-start" },
      { text: "How a trace is built", link: "/how-a-trace-is-built" },
      { text: "The ledger", link: "/ledger" },
    ],
  },
  {
    text: "Run agents",
    items: [
      { text: "plan-execute", link: "/runners/plan-execute" },
      { text: "openai-agent", link: "/runners/openai-agent" },
      { text: "claude-agent", link: "/runners/claude-agent" },
      { text: "deep-agent", link: "/runners/deep-agent" },
      { text: "Command line", link: "/command-line" },
      { text: "Gate prompts in CI", link: "/gates" },
      { text: "Models and MCP servers", link: "/models-and-servers" },
      { text: "Environment", link: "/environment" },
      { text: "Budgets", link: "/budgets" },
    ],
  },
  {
    text: "Proxy and backends",
    items: [
      { text: "LiteLLM proxy", link: "/litellm" },
      { text: "Jaeger", link: "/backends/jaeger" },
      { text: "Tempo", link: "/backends/tempo" },
      { text: "Honeycomb", link: "/backends/honeycomb" },
      { text: "Grafana Cloud", link: "/backends/grafana-cloud" },
      { text: "Collector", link: "/backends/collector" },
      { text: "Phoenix, Langfuse, Datadog", link: "/backends/others" },
      { text: "Dashboards", link: "/dashboards" },
    ],
  },
  {
    text: "Trace your own agent",
    items: [
      { text: "Bring your own agent", link: "/bring-your-own-agent" },
      { text: "OpenAI Agents", link: "/adapters/openai-agents" },
      { text: "Claude Agent SDK", link: "/adapters/claude-agent" },
      { text: "LangChain and deepagents", link: "/adapters/langchain" },
      { text: "Use as a library", link: "/library" },
      { text: "Test your agent", link: "/testing" },
    ],
  },
  {
    text: "Operate",
    items: [
      { text: "Privacy and security", link: "/privacy" },
      { text: "Scaling", link: "/scaling" },
      { text: "Troubleshooting", link: "/troubleshooting" },
    ],
  },
  {
    text: "Reference",
    items: [
      { text: "The spans", link: "/spans" },
      { text: "Benchmarks", link: "/benchmarks" },
      { text: "Changelog", link: "/changelog" },
    ],
  },
];

const address = addressConfig(PROJECT);

export default defineConfig({
  ...address,
  title: "turnspan",
  description:
    "One trace per agent run, one span per turn, one span per tool call.",
  lang: "en",
  cleanUrls: true,
  markdown: {
    // Those of VitePress are too faint to read for some.
    theme: {
      light: "github-light-high-contrast",
      dark: "github-dark-high-contrast",
    },
    codeTransformers: [checkTypes()],
    config: (markdown) => {
      fitToWidth(markdown);
      markdown.core.ruler.before("normalize", "clone", (state) => {
        state.src = withCloneCommand(state.src, PROJECT);
      });
      const fence = markdown.renderer.rules.fence!;
      markdown.renderer.rules.fence = (tokens, place, ...rest) => {
        const { info } = tokens[place]!;
        return withMark(info, fence(tokens, place, ...rest));
      };
    },
  },
  buildEnd: (site) => writeLlms(site, sidebar, PROJECT),
  head: [["link", {
    rel: "icon",
    href: `${address.base}favicon.svg`,
    type: "image/svg+xml",
  }]],
  themeConfig: {
    ...address.themeConfig,
    logo: { src: "/favicon.svg", alt: "" },
    nav: [
      { text: "Guide", link: "/quick-start" },
      { text: "Command line", link: "/command-line" },
      { text: "Spans", link: "/spans" },
      { text: "Changelog", link: "/changelog" },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: "local" },
    notFound: {
      quote: "There is no page at this address. The search may find it.",
      linkLabel: "Go to the home page",
      linkText: "Go to the home page",
    },
    footer: { message: "Released under the Apache License 2.0." },
  },
});
