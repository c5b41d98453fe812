package cn.zhenglu.portal;

import cn.zhenglu.document.Preview;
import cn.zhenglu.document.Watermark;
import cn.zhenglu.ledger.DocumentStore;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * The watermarked pictures. Drawing one takes a good part of a second, so the last few are kept for a while; one that is shown
 * under another state is another picture.
 */
@Component
class Pictures {

    /** How long a picture, with its time in the watermark, may be shown again. */
    static final Duration FRESH = Duration.ofMinutes(10);

    private static final int KEPT = 64;

    private final DocumentStore documents;
    private final Preview preview;
    private final Watermark watermark;
    private final Clock clock;
    private final Cache<Shown, Picture> kept = Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(FRESH).build();

    Pictures(DocumentStore documents, Preview preview, Watermark watermark, Clock clock) {
        this.documents = documents;
        this.preview = preview;
        this.watermark = watermark;
        this.clock = clock;
    }

    private record Shown(String digest, String purpose) {
    }

    /**
     * A picture.
     *
     * @param tag changes when the picture does
     */
    record Picture(byte[] png, String tag) {
    }

    /**
     * The first page of a sealed file, as PNG.
     *
     * @param digest  names the file in the store
     * @param purpose what the watermark says, in Chinese
     */
    Picture picture(String digest, String purpose) {
        return kept.get(new Shown(digest, purpose), shown -> {
            Instant now = clock.instant();
            byte[] png = preview.png(documents.read(digest), watermark.of(purpose, now));
            return new Picture(png, digest.substring(0, 16) + '-' + Integer.toHexString(purpose.hashCode()) + '-' + now.getEpochSecond());
        });
    }
}
