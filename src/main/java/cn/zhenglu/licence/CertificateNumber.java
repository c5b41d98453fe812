package cn.zhenglu.licence;

/**
 * A certificate number (证书编号) of some type, read by its {@link NumberForm}.
 *
 * @param value    the canonical text, e.g. {@code （闽）JZ安许证字[2023]000001}
 * @param sequence as it stands in the {@linkplain LicenceIdentifier identifier}: {@code 2023000001}
 */
public record CertificateNumber(String value, String sequence) {

    /** The canonical text. */
    @Override
    public String toString() {
        return value;
    }
}
