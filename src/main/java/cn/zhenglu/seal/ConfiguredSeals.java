package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The seals of {@code zhenglu.seals}, each opened on its own when it is first needed, and again when it has been renewed or mended:
 * nobody has to restart the server for a new seal file.
 */
final class ConfiguredSeals implements SealProvider {

    /** How long a seal that has failed is left alone. */
    private static final Duration REST = Duration.ofSeconds(10);
    /** A seal that was replaced between looking and signing is there at once. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final UnaryOperator<byte[]> stamp;
    private final Clock clock;

    /**
     * @param kinds    by their name in the settings
     * @param settings where the seals' own settings are bound from
     * @param stamp    puts a timestamp into a signature, or does nothing
     */
    ConfiguredSeals(SealSettings seals, Map<String, SealKind> kinds, Binder settings, UnaryOperator<byte[]> stamp, Clock clock) {
        this.stamp = stamp;
        this.clock = clock;
        seals.seals().forEach((name, seal) -> places.put(name, new Place(name, seal.kind(), kinds, settings)));
    }

    @Override
    public Set<String> names() {
        return places.keySet();
    }

    @Override
    public Optional<Seal> seal(String name) {
        return Optional.ofNullable(places.get(name)).map(place -> place.current().seal());
    }

    @Override
    public byte[] sign(Seal seal, byte[] content, String propertyInfo, Instant time) {
        Place place = places.get(seal.name());
        if (place == null) {
            throw new IllegalArgumentException("no seal " + seal.name());
        }
        OpenSeal open = place.current();
        if (!Arrays.equals(open.seal().encoded(), seal.encoded()) || !open.seal().certificate().equals(seal.certificate())) {
            throw new TryLater("印章「" + seal.name() + "」刚刚更换，重新签章", AT_ONCE);
        }
        return place.sign(open, content, propertyInfo, time);
    }

    /** What is configured as its kind, or {@code null}. */
    String kind(String name) {
        Place place = places.get(name);
        return place == null ? null : place.kind;
    }

    /** What went wrong when this seal last signed, until it signs again; or {@code null}. */
    RuntimeException failure(String name) {
        Place place = places.get(name);
        return place == null ? null : place.signing;
    }

    /** One configured seal. */
    private final class Place {

        private final String name;
        private final String kind;
        private final Map<String, SealKind> kinds;
        private final Binder settings;
        private OpenSeal open;
        private RuntimeException opening;
        private volatile RuntimeException signing;
        private Instant restUntil = Instant.MIN;

        Place(String name, String kind, Map<String, SealKind> kinds, Binder settings) {
            this.name = name;
            this.kind = kind;
            this.kinds = kinds;
            this.settings = settings;
        }

        synchronized OpenSeal current() {
            boolean resting = clock.instant().isBefore(restUntil);
            if (resting && (opening != null || signing != null)) {
                throw again(opening != null ? opening : signing);
            }
            if (open == null || open.outdated()) {
                try {
                    open = open();
                    opening = null;
                } catch (BrokenSeal | TryLater e) {
                    opening = e;
                    rest(e);
                    throw e;
                }
            }
            return open;
        }

        /** Whatever was open may be stale, as is a device that was unplugged; it is opened anew afterwards. */
        private void rest(RuntimeException reason) {
            open = null;
            Duration asked = reason instanceof TryLater later ? later.after() : null;
            restUntil = clock.instant().plus(asked != null && asked.compareTo(REST) > 0 ? asked : REST);
        }

        private OpenSeal open() {
            SealKind opener = kind == null ? null : kinds.get(kind);
            if (opener == null) {
                throw new BrokenSeal("kind", "印章类别「" + kind + "」无效，应为 " + String.join("、", kinds.keySet()) + " 之一", null);
            }
            try {
                return opener.open(name, settings);
            } catch (BindException e) {
                String setting = e.getProperty() == null ? "kind" : e.getProperty().getName().getLastElement(Form.UNIFORM);
                throw new BrokenSeal(setting, "设置 " + setting + " 的值无效，请对照 config/application.yaml 中的说明修改", e);
            }
        }

        byte[] sign(OpenSeal with, byte[] content, String propertyInfo, Instant time) {
            try {
                byte[] signature = stamp.apply(with.sign(content, propertyInfo, time));
                signing = null;
                return signature;
            } catch (BrokenSeal | TryLater e) {
                failed(e);
                throw e;
            }
        }

        private synchronized void failed(RuntimeException reason) {
            signing = reason;
            rest(reason);
        }

        /** A new exception for every thread, with the old one as its cause. */
        private RuntimeException again(RuntimeException before) {
            return before instanceof BrokenSeal broken ? new BrokenSeal(broken.setting(), broken.getMessage(), broken)
                    : new TryLater(before.getMessage(), ((TryLater) before).after(), before);
        }
    }
}
