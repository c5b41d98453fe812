package cn.zhenglu.portal;

import cn.zhenglu.document.Preview;
import cn.zhenglu.document.Watermark;
import cn.zhenglu.ledger.DocumentStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The watermarked pictures. Drawing one takes a good part of a second, so the last few are kept for a while. */
@Component
class Pictures {

    /** How long a picture, with its time in the watermark, may be shown again. */
    static final Duration FRESH = Duration.ofMinutes(10);

    private static final int KEPT = 64;
    private static final String PURPOSE = "仅供查询";

    private final DocumentStore documents;
    private final Preview preview;
    private final Watermark watermark;
    private final Clock clock;
    private final Map<String, Picture> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Picture> eldest) {
            return size() > KEPT;
        }
    };

    Pictures(DocumentStore documents, Preview preview, Watermark watermark, Clock clock) {
        this.documents = documents;
        this.preview = preview;
        this.watermark = watermark;
        this.clock = clock;
    }

    private record Picture(byte[] png, Instant drawn) {
    }

    /**
     * The first page of a sealed file, as PNG.
     *
     * @param digest names the file in the store
     */
    byte[] png(String digest) {
        Instant now = clock.instant();
        synchronized (kept) {
            Picture known = kept.get(digest);
            if (known != null && now.isBefore(known.drawn().plus(FRESH))) {
                return known.png();
            }
        }
        byte[] png = preview.png(documents.read(digest), watermark.of(PURPOSE, now));
        synchronized (kept) {
            kept.put(digest, new Picture(png, now));
        }
        return png;
    }
}
