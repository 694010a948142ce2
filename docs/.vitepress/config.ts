import { defineConfig } from "vitepress";
import { fitToWidth } from "./fit_to_width.ts";

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
    ],
  },
  {
    text: "Trace your own agent",
    items: [
      { text: "OpenAI Agents", link: "/adapters/openai-agents" },
      { text: "Claude Agent SDK", link: "/adapters/claude-agent" },
      { text: "LangChain and deepagents", link: "/adapters/langchain" },
      { text: "Use as a library", link: "/library" },
      { text: "Test your agent", link: "/testing" },
    ],
  },
  {
    text: "Reference",
    items: [
      { text: "The spans", link: "/spans" },
      { text: "Changelog", link: "/changelog" },
    ],
  },
];

export default defineConfig({
  title: "turnspan",
  description:
    "One trace per agent run, one span per turn, one span per tool call.",
  lang: "en",
  cleanUrls: true,
  head: [["link", {
    rel: "icon",
    href: "/favicon.svg",
    type: "image/svg+xml",
  }]],
  markdown: {
    // Those of VitePress are too faint to read for some.
    theme: {
      light: "github-light-high-contrast",
      dark: "github-dark-high-contrast",
    },
    config: fitToWidth,
  },
  themeConfig: {
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
