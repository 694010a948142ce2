import { drawPicture } from "./draw_picture.ts";
import { grafanaPictures } from "./grafana_pictures.ts";
import { honeycombPictures } from "./honeycomb_pictures.ts";
import { jaegerPicture } from "./jaeger_picture.ts";
import { runPicture } from "./run_picture.ts";

/**
 * Draws every picture.
 *
 * @returns The texts, by path from the root of the repository.
 */
export function pictureFiles(): Readonly<Record<string, string>> {
  const pictures = [
    runPicture(),
    ...grafanaPictures(),
    ...honeycombPictures(),
    jaegerPicture(),
  ];
  return Object.fromEntries(pictures.map((picture) => [
    `docs/public/dashboards/${picture.name}.svg`,
    drawPicture(picture),
  ]));
}
