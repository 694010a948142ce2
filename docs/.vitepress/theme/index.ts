import DefaultTheme from "vitepress/theme";
import { h } from "vue";
import { homeAnswer } from "./home_answer.ts";
import "./style.css";

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "home-hero-image": homeAnswer }),
};
