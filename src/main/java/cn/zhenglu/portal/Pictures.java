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

/** The watermarked previews, as picture and as PDF. Making one takes a good part of a second, so the last few are kept for a while. */
@Component
class Pictures {

    /** In which form a preview is shown. */
    private enum Form { PNG, PDF }

    /** How long a preview, with its time in the watermark, may be shown again. */
    static final Duration FRESH = Duration.ofMinutes(10);

    private static final int KEPT = 64;
    private static final String PURPOSE = "仅供查询";

    private final DocumentStore documents;
    private final Preview preview;
    private final Watermark watermark;
    private final Clock clock;
    private final Map<Key, Made> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Made> eldest) {
            return size() > KEPT;
        }
    };

    Pictures(DocumentStore documents, Preview preview, Watermark watermark, Clock clock) {
        this.documents = documents;
        this.preview = preview;
        this.watermark = watermark;
        this.clock = clock;
    }

    /** @param digest names the file in the store */
    private record Key(String digest, Form form) {
    }

    private record Made(byte[] bytes, Instant time) {
    }

    /**
     * The first page of a sealed file, as PNG.
     *
     * @param digest names the file in the store
     */
    byte[] png(String digest) {
        return made(new Key(digest, Form.PNG));
    }

    /** The same, as PDF whose text can be selected. */
    byte[] pdf(String digest) {
        return made(new Key(digest, Form.PDF));
    }

    private byte[] made(Key key) {
        Instant now = clock.instant();
        synchronized (kept) {
            Made known = kept.get(key);
            if (known != null && now.isBefore(known.time().plus(FRESH))) {
                return known.bytes();
            }
        }
        byte[] ofd = documents.read(key.digest());
        Watermark dated = watermark.of(PURPOSE, now);
        byte[] bytes = switch (key.form()) {
            case PNG -> preview.png(ofd, dated);
            case PDF -> preview.pdf(ofd, dated);
        };
        synchronized (kept) {
            kept.put(key, new Made(bytes, now));
        }
        return bytes;
    }
}
