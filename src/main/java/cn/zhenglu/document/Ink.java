package cn.zhenglu.document;

import java.awt.Composite;
import java.awt.CompositeContext;
import java.awt.RenderingHints;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * Lays a seal's picture on the page as ink lies on print: of both the darker shows, so the issuer's name and the date stay legible
 * beneath the star, and a picture with white ground hides nothing.
 */
enum Ink implements Composite {
    SEAL;

    @Override
    public CompositeContext createContext(ColorModel source, ColorModel page, RenderingHints hints) {
        return new Darken(source, page);
    }

    private record Darken(ColorModel source, ColorModel page) implements CompositeContext {

        @Override
        public void compose(Raster picture, Raster beneath, WritableRaster out) {
            int width = Math.min(picture.getWidth(), beneath.getWidth());
            int height = Math.min(picture.getHeight(), beneath.getHeight());
            Object ink = null;
            Object paper = null;
            Object mixed = null;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    ink = picture.getDataElements(x + picture.getMinX(), y + picture.getMinY(), ink);
                    paper = beneath.getDataElements(x + beneath.getMinX(), y + beneath.getMinY(), paper);
                    mixed = page.getDataElements(mix(source.getRGB(ink), page.getRGB(paper)), mixed);
                    out.setDataElements(x + out.getMinX(), y + out.getMinY(), mixed);
                }
            }
        }

        /** Both as 0xAARRGGBB. */
        private static int mix(int ink, int paper) {
            int opacity = ink >>> 24;
            int mixed = 0xFF;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int ground = paper >> shift & 0xFF;
                int darker = Math.min(ink >> shift & 0xFF, ground);
                mixed = mixed << 8 | (darker * opacity + ground * (0xFF - opacity) + 0x7F) / 0xFF;
            }
            return mixed;
        }

        @Override
        public void dispose() {
            // holds nothing
        }
    }
}
