package cn.zhenglu.licence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identifier of one version of a licence (证照标识, {@code zzeCertID}; GB/T 36904): root, type code, issuer code, sequence,
 * version and check character, joined by dots.
 *
 * @param value the whole text
 */
public record LicenceIdentifier(String value) {

    private static final String ROOT = "1.2.156.3005.2";
    private static final int LAST_VERSION = 999;
    private static final Pattern FORM = Pattern.compile(
            Pattern.quote(ROOT) + "\\.([0-9A-Z]{21})\\.([0-9A-Z]{18})\\.([0-9A-Z]{1,32})\\.(\\d{3})\\.([0-9A-Z])");

    /**
     * The identifier of a version.
     *
     * @param version 1 at first issue, one more with each renewal or change; 999 at most
     * @throws IllegalArgumentException if a code is not of its form or the version is out of range
     */
    public static LicenceIdentifier of(CertificateType type, Issuer issuer, CertificateNumber number, int version) {
        if (version < 1 || version > LAST_VERSION) {
            throw new IllegalArgumentException("version out of range: " + version);
        }
        String digits = "%03d".formatted(version);
        char check = Mod37.checkCharacter(type.code() + issuer.code() + number.sequence() + digits);
        String value = String.join(".", ROOT, type.code(), issuer.code(), number.sequence(), digits, String.valueOf(check));
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("type code or issuer code is not of its form: " + value);
        }
        return new LicenceIdentifier(value);
    }

    /**
     * Reads an identifier of any certificate type and issuer.
     *
     * @throws NeedsPerson {@code identifier.form} or {@code identifier.check-character}
     */
    public static LicenceIdentifier parse(String text) {
        Matcher parts = FORM.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            throw new NeedsPerson("identifier.form", null, "证照标识" + Problem.quote(text)
                    + "不符合格式：应为「1.2.156.3005.2.证照类型代码.颁发机构代码.流水号.版本号.校验位」", "请核对证照上的证照标识");
        }
        if (!Mod37.holds(parts.group(1) + parts.group(2) + parts.group(3) + parts.group(4) + parts.group(5))) {
            throw new NeedsPerson("identifier.check-character", null,
                    "证照标识" + Problem.quote(text) + "的校验位不正确（GB/T 17710）", "请核对证照上的证照标识");
        }
        return new LicenceIdentifier(text);
    }

    /** Year and serial of the certificate number, e.g. {@code 2023087974}. */
    public String sequence() {
        return parts().group(3);
    }

    /** 1 at first issue. */
    public int version() {
        return Integer.parseInt(parts().group(4));
    }

    private Matcher parts() {
        Matcher parts = FORM.matcher(value);
        if (!parts.matches()) {
            throw new IllegalStateException("not an identifier: " + value);
        }
        return parts;
    }

    @Override
    public String toString() {
        return value;
    }
}
