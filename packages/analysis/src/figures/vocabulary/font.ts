/** The font of all figures: the renderer embeds DejaVu Sans; viewers of the SVG without it fall back on a like one. */
export const FONT_FAMILY = 'DejaVu Sans, Verdana, sans-serif';
