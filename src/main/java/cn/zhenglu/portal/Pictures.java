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
 * The watermarked previews, as picture and as PDF. Making one takes a good part of a second, so the last few are kept for a while;
 * one that is shown under another state is another picture.
 */
@Component
class Pictures {

    /** In which form a preview is shown. */
    enum Form { PNG, PDF }

    /** How long a preview, with its time in the watermark, may be shown again. */
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

    private record Shown(String digest, String purpose, Form form) {
    }

    /**
     * A picture.
     *
     * @param tag changes when the picture does
     */
    record Picture(byte[] bytes, String tag) {
    }

    /**
     * The first page of a sealed file. The text of a PDF can be selected.
     *
     * @param digest  names the file in the store
     * @param purpose what the watermark says, in Chinese
     */
    Picture picture(String digest, String purpose, Form form) {
        return kept.get(new Shown(digest, purpose, form), shown -> {
            Instant now = clock.instant();
            byte[] ofd = documents.read(digest);
            Watermark dated = watermark.of(purpose, now);
            byte[] bytes = switch (form) {
                case PNG -> preview.png(ofd, dated);
                case PDF -> preview.pdf(ofd, dated);
            };
            return new Picture(bytes, digest.substring(0, 16) + '-' + Integer.toHexString(purpose.hashCode()) + '-' + now.getEpochSecond());
        });
    }
}
