/** The timeline's picture as pixels, for documents that take no SVG. */

/** Pixels to one of the drawing's: sharp on fine screens and on paper. */
const FINENESS = 2;

/** @param {string} svg with a width and a height @returns {Promise<Blob>} image/png */
export async function pngPicture(svg) {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode().catch(() => {
        throw new Error('The picture cannot be drawn here: the page’s policy has no data: in img-src. Save it as SVG.');
    });
    const canvas = new OffscreenCanvas(image.naturalWidth * FINENESS, image.naturalHeight * FINENESS);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('The picture is too large to be drawn in pixels: save it as SVG.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.convertToBlob({ type: 'image/png' });
}
