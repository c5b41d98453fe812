package cn.zhenglu.licence;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The certificate types that are issued here. */
public record Family(List<CertificateType> types) {

    /** Of the 安全生产许可证, which was here first: where nothing is said about the type, it is this one. */
    public static final String FIRST = "c0292";

    /** @throws IllegalArgumentException when the first type is missing */
    public Family {
        types = List.copyOf(types);
        if (types.stream().noneMatch(type -> type.id().equals(FIRST))) {
            throw new IllegalArgumentException("no certificate type " + FIRST);
        }
    }

    /** The type where nothing is said about it. */
    public CertificateType first() {
        return named(FIRST).orElseThrow();
    }

    /** The type of that id. */
    public Optional<CertificateType> named(String id) {
        return types.stream().filter(type -> type.id().equals(id)).findFirst();
    }

    /** Reads a certificate number of whatever type; empty when it is of none. */
    public Optional<CertificateNumber> number(String text) {
        return types.stream().map(type -> type.number().parse(text).orElse(null)).filter(Objects::nonNull).findFirst();
    }

    /** The canonical text of a certificate number of whatever type, as {@link NumberForm#normalise}. */
    public String normalise(String text) {
        return number(text).map(CertificateNumber::value).orElseGet(() -> NumberForm.clean(text));
    }
}
