package cn.zhenglu.licence;

/**
 * The identifier of one version of a licence (证照标识, {@code zzeCertID}; GB/T 36904): root, type code, issuer code, sequence,
 * version and check character, joined by dots.
 *
 * @param value the whole text
 */
public record LicenceIdentifier(String value) {

    @Override
    public String toString() {
        return value;
    }
}
