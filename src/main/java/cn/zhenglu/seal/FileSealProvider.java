package cn.zhenglu.seal;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Seals in files (kind {@code file}), for trials and for cities without a seal service. */
final class FileSealProvider implements SealProvider {

    private final Map<String, FileSeal> seals;

    FileSealProvider(Map<String, FileSeal> seals) {
        this.seals = Map.copyOf(seals);
    }

    @Override
    public Set<String> names() {
        return seals.keySet();
    }

    @Override
    public Optional<Seal> seal(String name) {
        return Optional.ofNullable(seals.get(name)).map(FileSeal::seal);
    }

    @Override
    public byte[] sign(String name, byte[] digest, String propertyInfo, Instant time) {
        FileSeal seal = seals.get(name);
        if (seal == null) {
            throw new IllegalArgumentException("no seal " + name);
        }
        return seal.sign(digest, propertyInfo, time);
    }
}
