package cn.zhenglu.document;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/**
 * Backgrounds that have been painted before. The documents of one template share theirs byte for byte, with the fonts that it uses; to
 * read and paint it takes most of a picture's time. It is taken from here only when all that it was painted from is the same.
 */
final class PaintedBackgrounds {

    /** Some pages at the resolution of a preview; 4 bytes each. */
    private static final long MOST_PIXELS = 8_000_000;

    private final Cache<Key, Painted> known = Caffeine.newBuilder().maximumWeight(MOST_PIXELS)
            .weigher((Key key, Painted painted) -> painted.image.getWidth() * painted.image.getHeight()).build();

    /** @param content digest of the page's file */
    private record Key(String content, int width, int height, double scale, double left, double top) {
    }

    /** @param used all that the page has asked its resources for, see {@link Resources#fingerprint} */
    private record Painted(BufferedImage image, Map<String, String> used, List<ShownText> texts) {
    }

    /**
     * Paints a template on a page that is white, before anything else.
     *
     * @param box   left, top, width and height of the page, mm
     * @param scale pixels for a millimetre
     */
    void paint(BufferedImage image, double[] box, double scale, PackageReader files, String path, Resources resources, ContentPainter painter,
            SkippedParts skipped) {
        Key key = new Key(files.digest(path), image.getWidth(), image.getHeight(), scale, box[0], box[1]);
        Painted painted = known.getIfPresent(key);
        if (painted != null && painted.used.equals(resources.fingerprint(painted.used.keySet()))) {
            copy(painted.image, image);
            painter.add(painted.texts);
            return;
        }
        painter.paintPage(files.xml(path));
        Map<String, String> used = resources.fingerprint(resources.asked());
        if (skipped.list().isEmpty() && !used.containsValue(Resources.NOT_COMPARED)) {
            BufferedImage kept = new BufferedImage(image.getWidth(), image.getHeight(), image.getType());
            copy(image, kept);
            known.put(key, new Painted(kept, used, List.copyOf(painter.texts())));
        }
    }

    private static void copy(BufferedImage from, BufferedImage to) {
        Graphics2D graphics = to.createGraphics();
        graphics.drawImage(from, 0, 0, null);
        graphics.dispose();
    }
}
