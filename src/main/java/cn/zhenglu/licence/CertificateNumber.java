package cn.zhenglu.licence;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of a 安全生产许可证 (证书编号), canonically {@code （闽）JZ安许证字[2023]000001}: full-width round brackets, half-width
 * square ones.
 *
 * @param province abbreviation of the province, one Chinese character
 * @param year     4 digits
 * @param serial   6 digits
 */
public record CertificateNumber(String province, String year, String serial) {

    private static final Pattern PROVINCE = Pattern.compile("\\p{IsHan}");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern SERIAL = Pattern.compile("\\d{6}");
    private static final String OPEN = "[(\\[{<（［｛〔【〖「『〈《]";
    private static final String CLOSE = "[)\\]}>）］｝〕】〗」』〉》]";
    /** Any bracket in either place: the place tells which one was meant. Some sources close with 号. */
    private static final Pattern LENIENT = Pattern.compile(
            OPEN + "(\\p{IsHan})" + CLOSE + "JZ安许证字" + OPEN + "(\\d{4})" + CLOSE + "(\\d{6})号?");
    /** White space and what no one sees: zero-width characters, byte order marks, controls. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]+");

    public CertificateNumber {
        if (!PROVINCE.matcher(province).matches() || !YEAR.matcher(year).matches() || !SERIAL.matcher(serial).matches()) {
            throw new IllegalArgumentException("not a certificate number: " + province + ' ' + year + ' ' + serial);
        }
    }

    /** Reads what a source or a person may write; empty when it is no such number. */
    public static Optional<CertificateNumber> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        Matcher number = LENIENT.matcher(clean(text));
        return number.matches()
                ? Optional.of(new CertificateNumber(number.group(1), number.group(2), number.group(3)))
                : Optional.empty();
    }

    /**
     * The canonical text, mending other brackets, full-width digits, lower case and spaces. What is no certificate number comes
     * back without its spaces and full-width forms, so that {@link LicenceRules} can show and refuse it.
     */
    public static String normalise(String text) {
        return parse(text).map(CertificateNumber::toString).orElseGet(() -> clean(text));
    }

    /** Year and serial, as they stand in the {@linkplain LicenceIdentifier identifier}: {@code 2023000001}. */
    public String sequence() {
        return year + serial;
    }

    /** The canonical text. */
    @Override
    public String toString() {
        return '（' + province + "）JZ安许证字[" + year + ']' + serial;
    }

    private static String clean(String text) {
        return INVISIBLE.matcher(HalfWidth.of(text)).replaceAll("").toUpperCase(Locale.ROOT);
    }
}
