/**
 * What of a picture is shown in a window of some shape. A crop is left, top and width as parts of the picture's width, height and width;
 * `ratio` is the window's width by its height. Every answer lies inside the picture.
 *
 * @typedef {{width: number, height: number}} Picture in pixels, upright
 * @typedef {{left: number, top: number, width: number}} Crop
 */

export const MOST_ZOOM = 8;

/** @returns {Crop} as much of the picture as the window takes, around its middle */
export function centred(picture, ratio) {
  const width = widest(picture, ratio);
  return { left: (1 - width) / 2, top: (1 - heightOf(width, picture, ratio)) / 2, width };
}

/** @returns {Crop} the window moved by parts of its own width and height */
export function moved(crop, picture, ratio, right, down) {
  const height = heightOf(crop.width, picture, ratio);
  return inside({ ...crop, left: crop.left + right * crop.width, top: crop.top + down * height }, picture, ratio);
}

/** @returns {Crop} `times` as near; what lies under `at`, in parts of the window, stays where it is */
export function zoomed(crop, picture, ratio, times, at = { x: 0.5, y: 0.5 }) {
  const most = widest(picture, ratio);
  const width = Math.min(most, Math.max(most / MOST_ZOOM, crop.width / times));
  const lost = { x: crop.width - width, y: heightOf(crop.width, picture, ratio) - heightOf(width, picture, ratio) };
  return inside({ left: crop.left + lost.x * at.x, top: crop.top + lost.y * at.y, width }, picture, ratio);
}

/** How near it is: 1 shows as much as can be, MOST_ZOOM the least. */
export function zoomOf(crop, picture, ratio) {
  return widest(picture, ratio) / crop.width;
}

/** Where the picture lies behind the window, in widths of the window. */
export function placed(crop, picture) {
  const width = 1 / crop.width;
  const height = (width * picture.height) / picture.width;
  return { left: -crop.left * width, top: -crop.top * height, width };
}

function inside(crop, picture, ratio) {
  const height = heightOf(crop.width, picture, ratio);
  return { left: between(0, crop.left, 1 - crop.width), top: between(0, crop.top, 1 - height), width: crop.width };
}

/** The width of a crop that touches two sides of the picture. */
function widest({ width, height }, ratio) {
  return Math.min(1, (height * ratio) / width);
}

/** The height of a crop, as a part of the picture's. */
function heightOf(cropWidth, { width, height }, ratio) {
  return Math.min(1, (cropWidth * width) / (ratio * height));
}

function between(least, value, most) {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
